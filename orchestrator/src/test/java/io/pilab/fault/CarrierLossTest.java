package io.pilab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.TestingLabs;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.lab.Host;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.ManagedSwitch;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.ShellText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CarrierLossTest {
    private static final ManagedSwitch GIVEN =
            new ManagedSwitch(new ShellText("port 7 off"), new ShellText("port 7 on"));

    @Test
    void itsCommandsAreTheLabFilesUnlessTheHostIsVirtual() {
        Site site = new Site(with(GIVEN), TestingLabs.site().peer());
        Command expected = new Command(
                new ShellText(
                        "[ ! -x /usr/local/sbin/rig-switch ] || exec /usr/local/sbin/rig-switch off wlan0; port 7 off"),
                new ShellText(
                        "[ ! -x /usr/local/sbin/rig-switch ] || exec /usr/local/sbin/rig-switch on wlan0; port 7 on"));

        assertThat(new CarrierLoss("wlan0").inject(site)).isEqualTo(expected.cutting("wlan0"));
        assertThat(new CarrierLoss("wlan0").heal(site)).isEqualTo(expected.heal(site));
    }

    @Test
    void withoutThemTheHostHasToHaveASwitch() {
        var scenario =
                TestingLabs.scenario("[mptcp]", "", "{ at: 3s, on: client, fault: carrier-loss, interface: wlan0 }");

        assertThat(ScenarioRequirements.of(
                                scenario.treatments(), TestingLabs.site().host())
                        .faults())
                .isEqualTo(Map.of(Requirement.SWITCH, Set.of("carrier-loss")));
        assertThat(ScenarioRequirements.of(scenario.treatments(), with(GIVEN)).faults())
                .isEmpty();
    }

    @Test
    void theLongestCommandStillFits() {
        ShellText longest = new ShellText("x".repeat(900));
        Site site = new Site(
                with(new ManagedSwitch(longest, longest)), TestingLabs.site().peer());
        assertThat(new CarrierLoss("wlan0").inject(site).arguments()).hasSize(3);

        ShellText tooLong = new ShellText("x".repeat(901));
        assertThatThrownBy(() -> new ManagedSwitch(tooLong, longest)).hasMessageContaining("at most 900 characters");
    }

    private static Host with(ManagedSwitch managedSwitch) {
        Host client = TestingLabs.site().host();
        return new Host(
                client.name(),
                client.role(),
                client.ssh(),
                List.of(new NetworkInterface(
                        "wlan0", InterfaceAddress.parse("172.31.0.173/24"), 1, Set.of(), Optional.of(managedSwitch))));
    }
}
