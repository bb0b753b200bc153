package io.pilab.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.doctor.CheckContext;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.record.HostUsage;
import io.pilab.testing.TestingHostReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private final TestingHostReport host = new TestingHostReport();

    @Test
    void aGoodHostHasNoProblem() {
        assertThat(Preflight.problems(host.subject())).isEmpty();
    }

    @Test
    void everyProblemIsSaidAtOnceWithItsCure() {
        host.mptcp = Optional.empty();
        host.addresses.put("eth0", List.of("172.31.0.134/24"));
        host.addresses.remove("wlan0");
        host.missingTools = List.of("ss", "setpriv");
        host.freeRun = 12;
        host.portUsers = List.of("0.0.0.0:5201 iperf3");
        host.captured = List.of(new HostUsage.Captured("x-killed-1", "2026-11-22T06:03:34Z"));

        assertThat(Preflight.problems(host.subject()))
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
                                + " it (apt's iperf3.service: sudo systemctl stop iperf3).",
                        "client: x-killed-1 has been running on it since 2026-11-22T06:03:34Z, or was cut off. Wait for its"
                                + " end, or restore the host with: pilab restore client");
    }

    @Test
    void mptcpSwitchedOffIsAProblemOfTheMptcpArmAlone() {
        host.mptcp = Optional.of(0);
        assertThat(Preflight.problems(host.subject()))
                .containsExactly("client: MPTCP is switched off. sudo sysctl net.mptcp.enabled=1");

        host.needs = new ScenarioRequirements(false, Map.of(), Map.of(), Set.of(), Set.of(), List.of());
        assertThat(Preflight.problems(host.subject())).isEmpty();
    }

    @Test
    void aHostIsFitAlthoughItIsBusy() {
        host.portUsers = List.of("0.0.0.0:5201 iperf3");
        CheckContext busy = host.subject();

        assertThat(Preflight.unfit(busy.host(), busy.evidence().facts(), true)).isEmpty();
    }
}
