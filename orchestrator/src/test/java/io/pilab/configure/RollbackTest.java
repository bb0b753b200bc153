package io.pilab.configure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.TestingLabs;
import io.pilab.agent.RoutingScript;
import io.pilab.config.LabFile;
import io.pilab.configure.HostConfiguration.HostDifference;
import io.pilab.host.AgentJson;
import io.pilab.host.HostException;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.remote.Agent;
import io.pilab.remote.TestingRemote;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What apply makes, reset takes back: exactly, and from any point on the way. */
class RollbackTest {
    private static final Agent AGENT = new Agent(new TestingRemote("client"));

    private static final String FOREIGN = "10.0.0.9 - 1 subflow,backup";
    private static final String OTHERWISE = "172.31.0.173 eth0 7 signal 5000";

    private final Lab lab = TestingLabs.blogDemo();

    @Test
    void aSecondApplyDoesNothingAndAResetLeavesTheHostAsItWas() {
        TestingApplyHost host = new TestingApplyHost();
        String before = host.state();

        assertThat(apply(host, lab, false))
                .containsExactly(
                        "+ routing from 172.31.0.133: table 101 with 172.31.0.0/24 dev eth0, rule 10101",
                        "+ routing from 172.31.0.173: table 102 with 172.31.0.0/24 dev wlan0, rule 10102",
                        "~ arp_ignore 0 -> 1, arp_announce 0 -> 2",
                        "~ limits add_addr_accepted 0 -> 4",
                        "+ endpoint 172.31.0.133 dev eth0 id 1 subflow",
                        "+ endpoint 172.31.0.173 dev wlan0 id 2 subflow");
        int calls = host.changes().size();
        assertThat(apply(host, lab, false)).isEmpty();
        assertThat(host.changes()).hasSize(calls);

        assertThat(reset(host))
                .containsExactly(
                        "- endpoint 172.31.0.173 dev wlan0 id 2 subflow",
                        "- endpoint 172.31.0.133 dev eth0 id 1 subflow",
                        "~ limits add_addr_accepted 4 -> 0",
                        "~ arp_ignore 1 -> 0, arp_announce 2 -> 0",
                        "- rule 10102 from 172.31.0.173 lookup 102",
                        "- route 172.31.0.0/24 dev wlan0 table 102",
                        "- rule 10101 from 172.31.0.133 lookup 101",
                        "- route 172.31.0.0/24 dev eth0 table 101");
        assertThat(host.state()).isEqualTo(before);
        assertThat(host.recorded()).isEmpty();
        assertThat(reset(host)).isEmpty();
    }

    @Test
    void theUndoIsRecordedBeforeTheChange() {
        TestingApplyHost host = new TestingApplyHost();
        apply(host, lab, false);

        List<String> calls = host.changes();

        assertThat(calls)
                .containsSequence(
                        "applied.sh push limits 2 4 2 0",
                        "mptcp.sh limits 2 4",
                        "applied.sh push endpoint-made 172.31.0.133 eth0 1 subflow",
                        "mptcp.sh endpoint-add 172.31.0.133 eth0 1 subflow");
    }

    @Test
    void whereverApplyIsKilledResetPutsTheHostBack() {
        TestingApplyHost whole = new TestingApplyHost().has(FOREIGN, OTHERWISE);
        apply(whole, lab, true);
        int calls = whole.changes().size();
        assertThat(calls).isGreaterThan(15);
        for (int until = 0; until < calls; until++) {
            TestingApplyHost host = new TestingApplyHost().has(FOREIGN, OTHERWISE);
            String before = host.state();
            host.diesAfter(until);
            assertThatThrownBy(() -> apply(host, lab, true)).isInstanceOf(TestingApplyHost.Killed.class);
            host.diesAfter(Integer.MAX_VALUE);

            reset(host);

            assertThat(host.state()).as("killed after %d calls", until).isEqualTo(before);
            assertThat(host.recorded()).isEmpty();
        }
    }

    @Test
    void whereverResetIsKilledTheNextOneGoesOn() {
        for (int until = 0; until < 16; until++) {
            TestingApplyHost host = new TestingApplyHost().has(FOREIGN, OTHERWISE);
            String before = host.state();
            apply(host, lab, true);
            host.diesAfter(until);
            assertThatThrownBy(() -> reset(host)).isInstanceOf(TestingApplyHost.Killed.class);
            host.diesAfter(Integer.MAX_VALUE);

            reset(host);

            assertThat(host.state()).as("killed after %d calls", until).isEqualTo(before);
        }
    }

    @Test
    void aForeignEndpointIsLeftUnlessAdoptedAndComesBack() {
        TestingApplyHost host = new TestingApplyHost().has(FOREIGN);
        String before = host.state();

        assertThat(difference(host, lab, false).foreign()).containsExactly("endpoint 10.0.0.9 id 1 subflow,backup");
        assertThat(apply(host, lab, false)).contains("+ endpoint 172.31.0.133 dev eth0 id 2 subflow");
        reset(host);
        assertThat(host.state()).isEqualTo(before);

        assertThat(apply(host, lab, true))
                .startsWith("- endpoint 10.0.0.9 id 1 subflow,backup (foreign, adopted)")
                .contains("+ endpoint 172.31.0.133 dev eth0 id 1 subflow");
        assertThat(difference(host, lab, true).foreign()).isEmpty();
        assertThat(reset(host)).endsWith("+ endpoint 10.0.0.9 id 1 subflow,backup");
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aReplacedEndpointGetsItsOldNatureBack() {
        TestingApplyHost host = new TestingApplyHost().has(OTHERWISE);
        String before = host.state();

        assertThat(apply(host, lab, false))
                .contains("~ endpoint 172.31.0.173 dev wlan0 id 7 subflow (is signal on eth0 port 5000)");
        assertThat(apply(host, lab, false)).isEmpty();
        reset(host);

        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void whatTheLabFileNamesNoMoreGoesAndAResetWorksWithAnyLabFile() {
        TestingApplyHost host = new TestingApplyHost();
        String before = host.state();
        apply(host, lab, false);
        Lab other = changed("172.31.0.173/24", "172.31.9.5/24");

        assertThat(apply(host, other, false))
                .containsExactly(
                        "- endpoint 172.31.0.173 dev wlan0 id 2 subflow",
                        "- rule 10102 from 172.31.0.173 lookup 102",
                        "- route 172.31.0.0/24 dev wlan0 table 102",
                        "+ routing from 172.31.9.5: table 102 with 172.31.9.0/24 dev wlan0, rule 10102",
                        "+ endpoint 172.31.9.5 dev wlan0 id 2 subflow");
        assertThat(apply(host, other, false)).isEmpty();
        assertThat(apply(host, changed("hosts:", "mptcp: { routing: none }\nhosts:"), false))
                .contains("~ arp_ignore 1 -> 0, arp_announce 2 -> 0", "- rule 10101 from 172.31.0.133 lookup 101");

        reset(host);
        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void whatSomebodyElseHasChangedSinceIsLeftWithARemark() {
        TestingApplyHost host = new TestingApplyHost();
        apply(host, lab, false);
        host.deletes(2).deletes(1).has("172.31.0.133 eth0 1 backup,signal");

        assertThat(reset(host))
                .startsWith(
                        "? endpoint 172.31.0.173 dev wlan0 id 2 subflow: was taken back already, or never made",
                        "? endpoint 172.31.0.133 dev eth0 id 1 subflow: not as pilab made it any more; left alone");

        assertThat(host.state()).contains("172.31.0.133").contains("LimitValues[subflows=2, accepted=0]");
        assertThat(host.recorded()).isEmpty();
    }

    @Test
    void halfOfARoutingThatWasThereBeforeStays() {
        TestingApplyHost host = new TestingApplyHost();
        SourceRouting routing = SourceRouting.of(lab.hosts().get(0)).get(0);
        host.agent().call(RoutingScript.apply(routing.words()));
        host.agent().call(RoutingScript.removeRoute(routing.words()));
        String before = host.state();

        assertThat(apply(host, lab, false)).contains("+ " + routing);
        assertThat(host.recorded())
                .anyMatch(l -> l.startsWith("route-made eth0"))
                .noneMatch(l -> l.startsWith("rule-made eth0"));
        reset(host);

        assertThat(host.state()).isEqualTo(before);
    }

    @Test
    void aForeignRouteInOurTableIsNotReplaced() {
        TestingApplyHost host = new TestingApplyHost();
        host.agent()
                .call(RoutingScript.apply(new SourceRouting("usb0", "172.31.0.7", "172.31.0.0/24", 101, 5).words()));

        assertThatThrownBy(() -> difference(host, lab, false))
                .isInstanceOf(HostException.class)
                .hasMessage("client: table 101 has a route to 172.31.0.0/24 dev usb0 that pilab has not made."
                        + " Move it, or take it away: sudo ip route del 172.31.0.0/24 dev usb0 table 101");
    }

    @Test
    void aRecordOfANewerPilabIsRefused() {
        TestingApplyHost host = new TestingApplyHost();
        host.records("teleport wlan0");

        assertThatThrownBy(() -> reset(host))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("client: its record of what apply made holds 'teleport wlan0'")
                .hasMessageContaining("reboot the host");
    }

    @Test
    void anEndpointThatCouldNotBeAddedAgainAsItIsIsNotAdopted() throws Exception {
        HostState state = HostState.of(
                AgentJson.line(
                        AGENT,
                        "{\"limits\":{},\"endpoints\":[{\"address\":\"10.0.0.9\",\"id\":3,\"laminar\":true},"
                                + "{\"address\":\"10.0.0.8\",\"id\":4,\"implicit\":true}]}"),
                AgentJson.line(AGENT, "{}"));

        HostDifference difference =
                HostConfiguration.difference(lab.hosts().get(0), lab.mptcp(), state, List.of(), true);

        assertThat(difference.foreign()).containsExactly("endpoint 10.0.0.9 id 3");
        assertThat(difference.changes()).noneMatch(c -> c.sign() == '-');
    }

    @Test
    void aTrialMakesTheSameAndRecordsNothingSinceItsOwnCaptureTakesItBack() {
        TestingApplyHost applied = new TestingApplyHost().has(FOREIGN);
        apply(applied, lab, false);
        TestingApplyHost host = new TestingApplyHost().has(FOREIGN);

        configuration(host, lab).configure(Set.of());

        assertThat(host.state()).isEqualTo(applied.state());
        assertThat(host.changes()).noneMatch(c -> c.startsWith("applied.sh"));
    }

    private static Lab changed(String text, String instead) {
        String before = TestingLabs.blogDemoText("blog-demo", "200mbit");
        assertThat(before).contains(text);
        return LabFile.parse("lab.yaml", before.replace(text, instead));
    }

    private static HostDifference difference(TestingApplyHost host, Lab lab, boolean adopt) {
        return configuration(host, lab).difference(adopt);
    }

    private static HostConfiguration configuration(TestingApplyHost host, Lab lab) {
        Host client = lab.hosts().get(0);
        return new HostConfiguration(client, lab.mptcp(), host.agent());
    }

    private static List<String> apply(TestingApplyHost host, Lab lab, boolean adopt) {
        List<String> made = new ArrayList<>();
        HostConfiguration configuration = configuration(host, lab);
        configuration.apply(configuration.difference(adopt), c -> made.add(c.toString()));
        return made;
    }

    private static List<String> reset(TestingApplyHost host) {
        List<String> done = new ArrayList<>();
        new Rollback(host.agent()).takeBack(item -> done.add(item.toString()));
        return done;
    }
}
