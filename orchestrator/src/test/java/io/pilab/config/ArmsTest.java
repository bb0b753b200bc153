package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.fault.Sysctl;
import io.pilab.lab.Arm;
import io.pilab.lab.MptcpEndpoint.Flag;
import io.pilab.lab.MptcpLimits;
import io.pilab.lab.Protocol;
import io.pilab.lab.Role;
import io.pilab.scenario.HostChanges;
import io.pilab.scenario.HostChanges.EndpointChange;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Treatment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArmsTest {
    private static final String HEAD = """
            scenario: s
            traffic: { tool: iperf3, duration: 10s }
            timeline:
              - { at: 3s, on: client, fault: link-down, interface: wlan0 }
            """;

    @Test
    void anArmHasTheScenariosOwnAndWhatItSaysItself() {
        Scenario scenario = read("""
                sysctl: { net.mptcp.close_timeout: 9 }
                arms:
                  - mptcp
                  - { name: wired, protocol: tcp, over: eth0 }
                  - name: own
                    traffic: { duration: 20s }
                    timeline: []
                    sysctl: { net.mptcp.stale_loss_cnt: 1 }
                    limits: { subflows: 0, add_addr_accepted: 0 }
                    endpoints: { client.wlan0: [subflow, backup], server.wlan0: none }
                """);

        assertThat(scenario.arms())
                .containsExactly(Arm.MPTCP, new Arm("wired", Protocol.TCP), new Arm("own", Protocol.MPTCP));
        Treatment shared = scenario.treatments().get(0);
        assertThat(shared.changes().sysctls()).containsExactly(new Sysctl(Sysctl.Key.CLOSE_TIMEOUT, 9));
        Treatment wired = scenario.treatments().get(1);
        assertThat(wired.over()).contains("eth0");
        assertThat(wired.timeline()).isEqualTo(shared.timeline());
        Treatment own = scenario.treatments().get(2);
        assertThat(own.traffic().duration()).isEqualTo(Duration.ofSeconds(20));
        assertThat(own.traffic().interval()).isEqualTo(shared.traffic().interval());
        assertThat(own.timeline().faults()).isEmpty();
        assertThat(own.changes())
                .isEqualTo(new HostChanges(
                        Optional.of(new MptcpLimits(0, 0)),
                        List.of(
                                new EndpointChange(Role.CLIENT, "wlan0", Set.of(Flag.SUBFLOW, Flag.BACKUP)),
                                new EndpointChange(Role.SERVER, "wlan0", Set.of())),
                        List.of(new Sysctl(Sysctl.Key.STALE_LOSS_CNT, 1), new Sysctl(Sysctl.Key.CLOSE_TIMEOUT, 9))));
        assertThat(own.changes().description())
                .isEqualTo("limits subflows 0 add_addr_accepted 0, endpoint client.wlan0 subflow backup,"
                        + " endpoint server.wlan0 none, net.mptcp.stale_loss_cnt 1, net.mptcp.close_timeout 9");
    }

    @Test
    void aMatrixMakesAnArmOfEachCombination() {
        Scenario scenario = read("""
                arms: [mptcp, tcp]
                matrix:
                  sysctl.net.mptcp.stale_loss_cnt: [1, 20]
                  timeline.0.at: [3s, 5s]
                expect:
                  - { survives: true, arm: mptcp }
                """);

        assertThat(scenario.arms().stream().map(Arm::name))
                .containsExactly(
                        "mptcp.stale_loss_cnt-1.at-3s",
                        "tcp.stale_loss_cnt-1.at-3s",
                        "mptcp.stale_loss_cnt-1.at-5s",
                        "tcp.stale_loss_cnt-1.at-5s",
                        "mptcp.stale_loss_cnt-20.at-3s",
                        "tcp.stale_loss_cnt-20.at-3s",
                        "mptcp.stale_loss_cnt-20.at-5s",
                        "tcp.stale_loss_cnt-20.at-5s");
        Treatment last = scenario.treatments().get(7);
        assertThat(last.changes().sysctls()).containsExactly(new Sysctl(Sysctl.Key.STALE_LOSS_CNT, 20));
        assertThat(last.timeline().faults().get(0).at()).isEqualTo(Duration.ofSeconds(5));
        assertThat(scenario.treatments().stream()
                        .filter(t -> scenario.expectations().get(0).concerns(t.arm()))
                        .map(t -> t.arm().protocol()))
                .hasSize(4)
                .containsOnly(Protocol.MPTCP);
    }

    @Test
    void everyProblemIsToldOnceWhereItStands() {
        refused("arms: [mptcp, { name: a b }]", "s.yaml:5:23: arms[1].name: expects a name");
        refused("arms: [mptcp, { name: mptcp }]", "s.yaml:5:15: arms[1]: the arm 'mptcp' again; remove one");
        refused("arms: [{ name: x, colour: red }]", "s.yaml:5:19: arms[0]: unknown key 'colour'");
        refused(
                "arms: [{ name: x, traffic: { duration: 10 } }, mptcp]",
                "s.yaml:5:40: traffic.duration: expects a duration with its unit");
        refused("matrix: { repeat: [1, 2] }", "s.yaml:5:19: matrix.repeat: 'repeat' is no value of the scenario");
        refused("matrix: { timeline.4.at: [1s] }", "the list timeline has no entry 4");
        refused("matrix: { traffic.rat: [1] }", "unknown key 'rat'");
        refused("matrix: { traffic.duration: [] }", "an empty list");
        refused("matrix: [1]", "expects a map such as { sysctl.net.mptcp.stale_loss_cnt: [1, 4, 20] }");
        refused("sysctl: { net.mptcp.enabled: 0 }", "unknown key 'net.mptcp.enabled'");
        refused("endpoints: { wlan0: none }", "expects an interface of one side, such as client.wlan0");
        refused("over: wlan 0", "expects an interface's name");
        refused("order: random", "expects blocks or sequential, found 'random'");
    }

    private static void refused(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        InvalidFileException.class,
                        e -> assertThat(e.problems()).hasSize(1))
                .hasMessageContaining(problem);
    }

    private static Scenario read(String text) {
        return ScenarioFile.parse("s.yaml", HEAD + text);
    }
}
