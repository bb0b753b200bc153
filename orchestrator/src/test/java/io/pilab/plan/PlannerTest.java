package io.pilab.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.TestingLabs;
import io.pilab.lab.Arm;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.plan.HostShare.Firing;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.testing.TestingLab;
import io.pilab.traffic.CommonBounds;
import io.pilab.traffic.Iperf3;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final String WLAN0_DOWN = "{ at: 3s, on: client, fault: link-down, interface: wlan0 }";

    private final Lab lab = TestingLabs.blogDemo();

    @Test
    void theMptcpArmKeepsTheControlConnectionAwayFromTheFault() {
        TrialRecord.Path path = plan(TestingLabs.wlan0Down()).trials().get(0).path();

        assertThat(path.clientInterface()).isEqualTo("eth0");
        assertThat(path.clientAddress()).isEqualTo("172.31.0.133");
        assertThat(path.serverAddress()).isEqualTo("172.31.0.218");
    }

    @Test
    void theTcpArmIsSentOverTheInterfaceThatFails() {
        TrialPlan tcp = plan(TestingLabs.wlan0Down()).trials().get(1);

        assertThat(tcp.arm()).isEqualTo(Arm.TCP);
        assertThat(tcp.path().clientInterface()).isEqualTo("wlan0");
        assertThat(tcp.client().traffic().orElseThrow().arguments())
                .containsSubsequence("-B", "172.31.0.173")
                .doesNotContain("--mptcp");
    }

    @Test
    void onlyAToolWhoseOwnLinkStaysDownIsKnownToHang() {
        assertThat(plan(TestingLabs.wlan0Down()).trials())
                .extracting(t -> t.client().hangs())
                .containsExactly(Optional.empty(), Optional.of(Duration.ofSeconds(11)));
        String healed = "{ at: 3s, on: client, fault: link-down, interface: wlan0, for: 2s }";
        String flapping = "{ at: 3s, on: client, fault: link-flap, interface: wlan0, down: 1s, up: 1s, count: 2 }";
        for (String fault : List.of(healed, flapping)) {
            assertThat(plan(TestingLabs.scenario("[mptcp, tcp]", "", fault)).trials())
                    .as(fault)
                    .allMatch(t -> t.client().hangs().isEmpty());
        }
        TrialPlan tcp = plan(TestingLabs.scenario(
                        "[tcp]", "", "{ at: 3s, on: server, fault: carrier-loss, interface: eth0 }"))
                .trials()
                .get(0);
        assertThat(tcp.client().hangs()).isPresent();
        assertThat(tcp.client().specification("/usr/bin/iperf3", Optional.empty()))
                .contains("\nhangs 11000\n");
        assertThat(tcp.server().hangs()).isEmpty();
    }

    @Test
    void withEth0FailingTheMptcpArmMovesToWlan0() {
        Scenario scenario =
                TestingLabs.scenario("[mptcp]", "", "{ at: 3s, on: client, fault: link-down, interface: eth0 }");

        TrialRecord.Path path = plan(scenario).trials().get(0).path();

        assertThat(path.clientInterface()).isEqualTo("wlan0");
    }

    @Test
    void aFaultOnTheServerMovesTheServersAddressToo() {
        Scenario scenario =
                TestingLabs.scenario("[mptcp, tcp]", "", "{ at: 3s, on: server, fault: link-down, interface: eth0 }");

        RunPlan plan = plan(scenario);

        assertThat(plan.trials().get(0).path().serverInterface()).isEqualTo("wlan0");
        assertThat(plan.trials().get(1).path().serverInterface()).isEqualTo("eth0");
    }

    @Test
    void theInterfaceThatSshNeedsIsDeniedUnlessAFaultMayCutIt() {
        Scenario scenario = TestingLabs.scenario(
                "[mptcp]", "", "{ at: 3s, on: client, fault: link-down, interface: eth0, for: 1s, allow: lock-out }");
        HostShare client = plan(scenario).trials().get(0).client();

        assertThat(client.specification("/iperf3", Optional.of("eth0"))).doesNotContain("deny");
        assertThat(client.specification("/iperf3", Optional.of("wlan0"))).contains("\ndeny wlan0\n");
        assertThat(client.specification("/iperf3", Optional.empty())).doesNotContain("deny");
    }

    @Test
    void aRestartThatIsAllowedMayCutItToo() {
        Scenario scenario =
                TestingLabs.scenario("[mptcp]", "", "{ at: 3s, on: client, fault: reboot, allow: lock-out }");
        TrialPlan trial = plan(scenario).trials().get(0);

        assertThat(trial.client().specification("/iperf3", Optional.of("eth0"))).doesNotContain("deny");
        assertThat(trial.server().specification("/iperf3", Optional.of("eth0"))).contains("\ndeny eth0\n");
    }

    @Test
    void theSpecificationHoldsTheFaultsInTheOrderOfTheirTimes() {
        Scenario scenario = TestingLabs.scenario(
                "[mptcp]",
                "server.eth0",
                "{ at: 5s, on: client, fault: link-down, interface: eth0, for: 1s }",
                "{ at: 3s, on: client, fault: link-down, interface: wlan0, for: 4s }");

        String text = plan(scenario)
                .trials()
                .get(0)
                .client()
                .specification("/opt/iperf3-3.21/bin/iperf3", Optional.of("wlan0"));

        assertThat(text.lines().filter(l -> l.startsWith("fault ")))
                .containsExactly(
                        "fault 3000 0 inject link.sh down wlan0",
                        "fault 5000 1 inject link.sh down eth0",
                        "fault 6000 1 heal link.sh up eth0",
                        "fault 7000 0 heal link.sh up wlan0");
        assertThat(text).contains("\ndeny wlan0\n");
        assertThat(text).startsWith("traffic /opt/iperf3-3.21/bin/iperf3\nport 5201\nwaits\nlimit 16\n");
        assertThat(text.lines()).contains("argument --mptcp", "interface eth0", "interface wlan0");
    }

    @Test
    void aFaultHasTheNumberOfItsStepInTheWholeTimeline() {
        TrialPlan trial = plan(TestingLabs.scenario(
                        "[mptcp]",
                        "server.eth0",
                        "{ at: 5s, on: client, fault: process-pause, for: 1s }",
                        "{ at: 3s, on: server, fault: process-pause, for: 1s }"))
                .trials()
                .get(0);

        assertThat(trial.server().firings()).extracting(Firing::step).containsExactly(0, 0);
        assertThat(trial.client().firings()).extracting(Firing::step).containsExactly(1, 1);
    }

    @Test
    void theServerListensAndTheClientWaits() {
        TrialPlan trial = plan(TestingLabs.wlan0Down()).trials().get(0);

        assertThat(trial.server().specification("/iperf3", Optional.empty()).lines())
                .containsSubsequence("port 5201", "listens");
        assertThat(trial.client().specification("/iperf3", Optional.empty()).lines())
                .containsSubsequence("port 5201", "waits")
                .doesNotContain("listens");
    }

    @Test
    void theServerHasNoFaultsOfTheClient() {
        assertThat(plan(TestingLabs.wlan0Down()).trials().get(0).server().firings())
                .isEmpty();
    }

    @Test
    void theDeadManOutlastsTheLongestLimit() {
        RunPlan plan = plan(TestingLabs.wlan0Down());
        TrialPlan trial = plan.trials().get(0);

        assertThat(plan.deadmanSeconds(trial))
                .isGreaterThan((int) trial.server().limit().toSeconds());
        assertThat(trial.client().limit()).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void theDryRunShowsEveryStepInOrder() {
        Scenario scenario = TestingLabs.scenario("[mptcp]", "server.eth0", WLAN0_DOWN);

        assertThat(plan(scenario).steps())
                .extracting(s -> s.phase().label() + " " + s.host() + ": " + s.text())
                .containsExactly(
                        "connect client: ssh pi@172.31.0.133, push the agent scripts",
                        "connect server: ssh pi@172.31.0.218, push the agent scripts",
                        "preflight both: facts: kernel, MPTCP, tools, interfaces, addresses, space",
                        "provision both: iperf3 3.21 if it is missing",
                        "snapshot both: trial 01-mptcp: capture links, addresses, routes, ...",
                        "arm both: restore by itself after 66 s, read back",
                        "configure both: MPTCP endpoints, limits, source routing, ARP",
                        "measure server: iperf3 -s -1 -B 0.0.0.0 -p 5201 -i 0.1 --json-stream",
                        "measure client: iperf3 -c 172.31.0.218 -B 172.31.0.133 -p 5201 -t 10 -i 1"
                                + " --connect-timeout 5000 --json-stream --mptcp",
                        "measure client: at 3.000 s: link.sh down wlan0",
                        "collect both: read the rest of the spools",
                        "restore both: restore what was captured",
                        "verify both: compare with the captured state; disarm when nothing differs");
    }

    @Test
    void aHelperHasAShareWithoutTraffic() {
        Lab helped = TestingLabs.withHelper();
        Scenario scenario = TestingLabs.scenario(
                "[mptcp]", "server.eth0", "{ at: 3s, on: helper, fault: command, run: a, undo: b, for: 2s }");
        RunPlan plan = Planner.plan(helped, helped.pairs().get(0), scenario);
        HostShare share = plan.trials().get(0).helper().orElseThrow();

        assertThat(plan.hosts()).extracting(Host::name).containsExactly("client", "server", "bench");
        assertThat(share.specification("", Optional.of("mgmt0"))).isEqualTo("""
                        limit 36
                        deny mgmt0
                        fault 3000 0 inject command.sh run 141 142
                        fault 5000 0 heal command.sh undo 142
                        """);
        assertThat(plan.steps())
                .extracting(s -> s.phase().label() + " " + s.host() + ": " + s.text())
                .contains(
                        "arm all: restore by itself after 66 s, read back",
                        "configure both: MPTCP endpoints, limits, source routing, ARP",
                        "measure bench: wait for the time at which the client's traffic began",
                        "measure bench: at 3.000 s: command.sh run 141 142");
    }

    @Test
    void aHelperThatNoFaultIsOnIsNotEvenConnectedTo() {
        Lab helped = TestingLabs.withHelper();
        RunPlan plan = Planner.plan(helped, helped.pairs().get(0), TestingLabs.wlan0Down());

        assertThat(plan.hosts()).extracting(Host::name).containsExactly("client", "server");
        assertThat(plan.trials().get(0).helper()).isEmpty();
    }

    @Test
    void theLongestTrialCanStillBeArmed() {
        Scenario scenario =
                TestingLabs.scenario("[mptcp]", "", "{ at: 3s, on: client, fault: reboot, allow: lock-out }");
        Scenario longest = TestingLab.scenario(
                "longest",
                new Iperf3(CommonBounds.LONGEST, Duration.ofSeconds(1), Optional.empty()),
                scenario.arms(),
                1,
                scenario.treatments().get(0).timeline(),
                scenario.expectations());

        RunPlan plan = plan(longest);

        assertThat(plan.deadmanSeconds(plan.trials().get(0)))
                .as("what deadman.sh takes")
                .isLessThanOrEqualTo(86_400);
    }

    private RunPlan plan(Scenario scenario) {
        return Planner.plan(lab, lab.pairs().get(0), scenario);
    }
}
