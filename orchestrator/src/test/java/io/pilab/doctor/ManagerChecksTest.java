package io.pilab.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pilab.testing.TestingHostReport;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NetworkManager, with what its connections say of MPTCP. */
class ManagerChecksTest {
    static Stream<Arguments> harmlessManagers() {
        return Stream.of(
                arguments("10 (unmanaged)", "", "", ""),
                arguments("100 (connected)", "eth0", "0x1 (disabled)", ""),
                arguments("100 (connected)", "eth0", "disabled", ""),
                arguments("100 (connected)", "eth0", "1", ""),
                arguments("100 (connected)", "eth0", "0x0 (default)", "1"),
                arguments("100 (connected)", "eth0", "default", "disabled"),
                arguments("100 (connected)", "eth0", "", ""),
                arguments("30 (disconnected)", "", "", ""));
    }

    @ParameterizedTest
    @MethodSource("harmlessManagers")
    void aManagerThatMakesNoEndpointsIsFine(String state, String connection, String flags, String configured) {
        TestingHostReport host = new TestingHostReport();
        host.managed(state, connection, flags);
        host.defaultFlags = Optional.of(configured).filter(c -> !c.isEmpty());

        assertThat(host.found()).isEmpty();
    }

    static Stream<Arguments> meddlingManagers() {
        return Stream.of(
                arguments("0x22 (enabled,subflow)", "1"),
                arguments("signal", "disabled"),
                arguments("0", ""),
                arguments("default", "0x2"));
    }

    @ParameterizedTest
    @MethodSource("meddlingManagers")
    void aManagerThatMakesEndpointsIsNot(String flags, String configured) {
        TestingHostReport host = new TestingHostReport();
        host.managed("100 (connected)", "eth0", flags);
        host.defaultFlags = Optional.of(configured).filter(c -> !c.isEmpty());

        assertThat(host.found()).singleElement().asString().startsWith("warning network-manager: ");
    }
}
