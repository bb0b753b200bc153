package io.pilab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.TestingLabs;
import io.pilab.model.Host;
import io.pilab.record.HostFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private final Host client = TestingLabs.blogDemo().hosts().get(0);

    private Optional<Integer> mptcp = Optional.of(1);
    private Map<String, List<String>> addresses =
            Map.of("eth0", List.of("172.31.0.133/24"), "wlan0", List.of("172.31.0.173/24"));
    private List<String> missing = List.of();
    private long free = 100_000;
    private List<String> users = List.of();

    @Test
    void aGoodHostHasNoProblem() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void everyProblemIsSaidAtOnceWithItsCure() {
        mptcp = Optional.empty();
        addresses = Map.of("eth0", List.of("172.31.0.134/24"));
        missing = List.of("ss", "setpriv");
        free = 12;
        users = List.of("0.0.0.0:5201 iperf3");

        assertThat(problems())
                .containsExactly(
                        "client: missing tools: ss, setpriv. sudo apt-get install iproute2 procps util-linux coreutils",
                        "client: kernel 6.1.0 has no MPTCP. Raspberry Pi OS has it since kernel 6.1.47: sudo apt"
                                + " full-upgrade, then reboot.",
                        "client: eth0 has 172.31.0.134/24, the lab file says 172.31.0.133/24. Correct the lab file, or"
                                + " give the interface that address.",
                        "client: there is no interface wlan0; it has eth0. Correct the lab file.",
                        "client: only 12 kB are free under /run/pilab, 4096 kB are needed. Free some space under /run"
                                + " (df -h /run shows it).",
                        "client: port 5201 is in use by 0.0.0.0:5201 iperf3. Another test may be running; otherwise end"
                                + " it (apt's iperf3.service: sudo systemctl stop iperf3).");
    }

    @Test
    void mptcpSwitchedOffIsAProblemOfTheMptcpArmAlone() {
        mptcp = Optional.of(0);

        assertThat(problems()).containsExactly("client: MPTCP is switched off. sudo sysctl net.mptcp.enabled=1");
        assertThat(Preflight.problems(client, facts(), false)).isEmpty();
    }

    private List<String> problems() {
        return Preflight.problems(client, facts(), true);
    }

    private HostFacts facts() {
        return new HostFacts(
                "client",
                "Debian",
                "6.1.0",
                "arm64",
                mptcp,
                "6.1.0",
                "cubic",
                addresses,
                Optional.of("eth0"),
                List.of(),
                missing,
                free,
                users,
                "debian-13",
                "glibc 2.41");
    }
}
