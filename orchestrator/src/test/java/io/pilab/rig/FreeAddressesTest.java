package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.lab.InterfaceAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreeAddressesTest {
    private static final InterfaceAddress LAST_BUT_ONE = InterfaceAddress.parse("10.0.0.253/24");

    @Test
    void takesTheHighestThatNobodyHas() {
        FreeAddresses free = new FreeAddresses(List.of(InterfaceAddress.parse("10.0.0.254/24"), LAST_BUT_ONE));

        assertThat(free.in(LAST_BUT_ONE)).hasToString("10.0.0.252/24");
        assertThat(free.in(LAST_BUT_ONE)).hasToString("10.0.0.251/24");
    }

    @Test
    void staysInsideASmallNetwork() {
        InterfaceAddress first = InterfaceAddress.parse("192.168.255.253/30");

        assertThat(new FreeAddresses(List.of(first)).in(first)).hasToString("192.168.255.254/30");
    }

    @Test
    void saysWhenANetworkIsFull() {
        InterfaceAddress first = InterfaceAddress.parse("10.0.0.1/30");
        FreeAddresses free = new FreeAddresses(List.of(first, InterfaceAddress.parse("10.0.0.2/30")));

        assertThatThrownBy(() -> free.in(first))
                .isInstanceOf(RigException.class)
                .hasMessage("network 10.0.0.0/30 has no free address for the rig's controller; give it a shorter prefix"
                        + " in lab.yaml");
    }
}
