package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.rig.TestingRig;
import io.pilab.state.StateDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Provisioning a rig that stays up, and taking it back: whatever happens on the way, each host ends as it began. */
@ResourceLock(TestingRig.HERE)
class ApplyIT {
    /** Where the root that a command has finds it, whatever its PATH is. */
    private static final String SLOW = "cp /usr/sbin/sysctl /usr/local/sbin/sysctl-itself;"
            + " printf '#!/bin/sh\\nsleep 3\\nexec /usr/local/sbin/sysctl-itself \"$@\"\\n' >/usr/sbin/sysctl.new;"
            + " chmod 755 /usr/sbin/sysctl.new; mv /usr/sbin/sysctl.new /usr/sbin/sysctl";

    private static final String QUICK =
            "cp /usr/local/sbin/sysctl-itself /usr/sbin/sysctl.new;" + " mv /usr/sbin/sysctl.new /usr/sbin/sysctl";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Somebody else, on the host itself. */
    private static final String OTHER_OPERATOR = "sh $(ls -d /run/pilab/agent/*/ | head -n 1)lock.sh ";

    @TempDir
    private static Path folder;

    private static VirtualLab lab;

    private Map<String, Map<String, Object>> before;

    @BeforeAll
    static void raise() throws IOException {
        lab = VirtualLab.up(folder, "apply");
        assertThat(lab.pilab("plan").exitCode()).isZero(); // brings the scripts
    }

    @AfterAll
    static void remove() {
        lab.down();
    }

    @BeforeEach
    void remember() throws IOException {
        before = states();
    }

    @AfterEach
    void everyHostIsAsItWas() throws IOException {
        assertReset();
    }

    @Test
    void whatPlanShowsApplyDoesOnceAndResetTakesBack() throws IOException {
        PilabProcess.Ended plan = lab.pilab("plan", "--quiet");
        PilabProcess.Ended check = lab.pilab("apply", "--check", "--quiet");
        assertThat(check.exitCode()).describedAs(check.all()).isEqualTo(1);
        assertThat(check.out()).isEqualTo(plan.out()).contains("+ endpoint 172.31.0.237 dev wlan0 id 2 signal");
        assertReset();

        PilabProcess.Ended first = lab.pilab("apply", "--quiet");
        assertThat(first.exitCode()).describedAs(first.all()).isZero();
        assertThat(first.out()).isEqualTo(plan.out());

        String nothing = "client: nothing to change\nserver: nothing to change\n";
        assertThat(lab.pilab("apply", "--quiet").out()).isEqualTo(nothing);
        PilabProcess.Ended unchanged = lab.pilab("apply", "--check", "--quiet");
        assertThat(unchanged.exitCode()).isZero();
        assertThat(unchanged.out()).isEqualTo(nothing);

        PilabProcess.Ended dry = lab.pilab("reset", "--dry-run", "--quiet");
        assertThat(lab.pilab("plan", "--quiet").out()).isEqualTo(nothing);
        PilabProcess.Ended reset = lab.pilab("reset", "--quiet");
        assertThat(reset.exitCode()).describedAs(reset.all()).isZero();
        assertThat(reset.out())
                .isEqualTo(dry.out())
                .contains("- endpoint 172.31.0.237 dev wlan0 id 2 signal", "~ arp_ignore 1 -> 0, arp_announce 2 -> 0");
        assertReset();
        assertThat(lab.pilab("reset", "--quiet").out())
                .isEqualTo("client: nothing to take back\nserver: nothing to take back\n");
    }

    @Test
    void afterARestartPlanShowsWhatIsGoneAndApplyPutsItBack() {
        lab.pilab("apply", "--quiet");
        restart("client");

        PilabProcess.Ended plan = lab.pilab("plan", "--quiet");
        assertThat(plan.out())
                .contains("+ endpoint 172.31.0.173 dev wlan0 id 2 subflow", "rule 10102")
                .contains("server: nothing to change");
        PilabProcess.Ended again = lab.pilab("apply", "--quiet");
        assertThat(again.out()).isEqualTo(plan.out());
        assertThat(lab.pilab("apply", "--quiet").out()).startsWith("client: nothing to change\n");

        assertThat(lab.pilab("reset", "--quiet").exitCode()).isZero();
    }

    @Test
    void aForeignEndpointIsShownAndLeftUnlessAdopted() throws IOException {
        lab.inHost("client", "ip mptcp endpoint add 10.11.12.13 id 1 subflow backup");
        try {
            Map<String, Map<String, Object>> foreign = states();
            PilabProcess.Ended apply = lab.pilab("apply", "--quiet");
            assertThat(apply.exitCode()).describedAs(apply.all()).isZero();
            assertThat(apply.out())
                    .contains("? endpoint 10.11.12.13 id 1 subflow,backup is not in the lab file; left alone")
                    .contains("+ endpoint 172.31.0.133 dev eth0 id 2 subflow");

            PilabProcess.Ended adopted = lab.pilab("apply", "--adopt", "--quiet");
            assertThat(adopted.out()).contains("- endpoint 10.11.12.13 id 1 subflow,backup (foreign, adopted)");
            assertThat(lab.inHost("client", "ip mptcp endpoint")).doesNotContain("10.11.12.13");

            assertThat(lab.pilab("reset", "--quiet").out()).contains("+ endpoint 10.11.12.13 id 1 subflow,backup");
            assertThat(difference(foreign, states())).isEmpty();
        } finally {
            lab.inHost("client", "ip mptcp endpoint delete id 1");
        }
    }

    @Test
    void whatTheLabFileNamesNoMoreGoesAndResetNeedsNoLabFileOfItsTime() throws IOException {
        lab.pilab("apply", "--quiet");
        Path other =
                lab.with("wlan0: { address: 172.31.0.237/24 }", "wlan0: { address: 172.31.0.237/24, endpoint: none }");

        PilabProcess.Ended apply = lab.pilabWith(other, List.of(), "apply", "--quiet");

        assertThat(apply.out()).isEqualTo("""
                        client: nothing to change
                        server:
                          - endpoint 172.31.0.237 dev wlan0 id 2 signal
                        """);
        assertThat(lab.pilabWith(other, List.of(), "reset").exitCode()).isZero();
    }

    @Test
    void whoeverComesSecondIsToldWhoHoldsTheHostAndMaySteal() {
        lab.inHost("server", OTHER_OPERATOR + "acquire f00d alice@bench run:long 30");

        PilabProcess.Ended refused = lab.pilab("apply", "--quiet");
        assertThat(refused.exitCode()).describedAs(refused.all()).isEqualTo(4);
        assertThat(refused.err())
                .contains("pilab: 1 of 2 hosts failed:\n  server: alice@bench holds it (run:long) since 20")
                .contains("Wait for its end, or take the host over with --steal.");
        assertThat(refused.out()).contains("client:\n  + routing").endsWith("server: failed\n");

        PilabProcess.Ended stolen = lab.pilab("apply", "--steal", "--quiet");
        assertThat(stolen.exitCode()).describedAs(stolen.all()).isZero();
        assertThat(lab.inHost("server", OTHER_OPERATOR + "renew f00d 30 || :")).isEqualTo("{\"renewed\":false}\n");
        assertThat(lab.pilab("reset", "--quiet").exitCode()).isZero();
    }

    @Test
    void aRunIsRefusedBeforeAnythingIsTouchedAndAnExpiredLockIsNone() throws IOException {
        Path scenario = Files.writeString(folder.resolve("quick.yaml"), """
                scenario: quick
                traffic: { tool: iperf3, duration: 3s, interval: 1s, to: server.eth0 }
                arms: [mptcp]
                """);
        lab.inHost("server", OTHER_OPERATOR + "acquire f00d alice@bench apply 30");
        PilabProcess.Ended refused = lab.pilab("run", "--runs", folder + "/runs", scenario.toString());
        assertThat(refused.exitCode()).describedAs(refused.all()).isEqualTo(4);
        assertThat(refused.err()).contains("in use, no host was touched:\n  server: alice@bench holds it (apply)");
        assertThat(folder.resolve("runs")).doesNotExist();

        lab.inHost("server", OTHER_OPERATOR + "renew f00d 1; sleep 1.5");
        PilabProcess.Ended run = lab.pilab("run", "--runs", folder + "/runs", scenario.toString());
        assertThat(run.exitCode()).describedAs(run.all()).isZero();
    }

    @Test
    void oneHostOutOfReachDoesNotStopTheOther() throws IOException {
        Path bad = lab.with("    address: 172.31.0.218\n", "    address: 172.31.0.99\n");

        PilabProcess.Ended apply = lab.pilabWith(bad, List.of(), "apply", "--format", "json", "--parallel", "1");

        assertThat(apply.exitCode()).describedAs(apply.all()).isEqualTo(3);
        List<String> lines = apply.out().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode client = JSON.readTree(lines.get(0));
        assertThat(client.path("changes").size()).isGreaterThan(4);
        assertThat(client.has("failed")).isFalse();
        JsonNode server = JSON.readTree(lines.get(1));
        assertThat(server.path("host").asText()).isEqualTo("server");
        assertThat(server.path("failed").asText()).contains("172.31.0.99");
        assertThat(apply.err()).contains("client: connecting to pi@172.31.0.133", "1 of 2 hosts failed:\n  server: ");
        assertThat(lab.pilab("reset", "--quiet").exitCode()).isZero();
    }

    @Test
    void anUnfitHostIsToldWithItsCureAndTheOtherIsDone() {
        lab.inHost("server", "sysctl -qw net.mptcp.enabled=0");
        try {
            PilabProcess.Ended apply = lab.pilab("apply", "--quiet");
            assertThat(apply.exitCode()).describedAs(apply.all()).isEqualTo(4);
            assertThat(apply.err()).contains("server: MPTCP is switched off. sudo sysctl net.mptcp.enabled=1");
            assertThat(apply.out()).contains("+ endpoint 172.31.0.173 dev wlan0 id 2 subflow");
        } finally {
            lab.inHost("server", "sysctl -qw net.mptcp.enabled=1");
        }
        assertThat(lab.pilab("reset", "--quiet").exitCode()).isZero();
    }

    @Test
    void afterKill9InTheMiddleResetTakesBackWhatThereIsAndRestoreWaitsForTheLock() throws Exception {
        PilabProcess.Running running = startInTheMiddle();
        running.process().destroyForcibly().waitFor();
        lab.inHost("client", QUICK);

        PilabProcess.Ended restore = lab.pilab("restore");
        assertThat(restore.exitCode()).describedAs(restore.all()).isZero();
        assertThat(restore.err()).contains("holds it (apply) since 20", "in case nobody is there to renew it");
        assertThat(restore.out()).contains("client: nothing was captured");

        PilabProcess.Ended reset = lab.pilab("reset", "--quiet");
        assertThat(reset.exitCode()).describedAs(reset.all()).isZero();
        assertThat(reset.out()).contains("~ arp_ignore 1 -> 0, arp_announce 2 -> 0");
    }

    /** An apply whose client is at one change for some seconds. */
    private static PilabProcess.Running startInTheMiddle() {
        lab.inHost("client", SLOW);
        PilabProcess.Running running = lab.start("apply");
        lab.inHost("client", "until grep -qs '^arp ' /run/pilab/applied/record; do sleep 0.05; done");
        return running;
    }

    @Test
    void sigtermEndsApplyAndFreesTheHosts() throws Exception {
        PilabProcess.Running running = startInTheMiddle();
        running.process().destroy();

        PilabProcess.Ended ended = running.await();
        lab.inHost("client", QUICK);

        assertThat(ended.exitCode()).describedAs(ended.all()).isEqualTo(143);
        assertThat(ended.err()).contains("interrupted: ending");
        assertThat(lab.inHost("client", OTHER_OPERATOR + "status")).isEqualTo("{\"held\":false}\n");
        assertThat(lab.pilab("reset", "--quiet").exitCode()).isZero();
    }

    /** What a Pi has lost when it comes up again. */
    private static void restart(String host) {
        lab.inHost(
                host,
                "ip mptcp endpoint flush; ip mptcp limits set subflows 2 add_addr_accepted 0;"
                        + " ip rule del pref 10101; ip rule del pref 10102;"
                        + " ip route flush table 101; ip route flush table 102;"
                        + " sysctl -qw net.ipv4.conf.all.arp_ignore=0 net.ipv4.conf.all.arp_announce=0;"
                        + " rm -rf /run/pilab/applied /run/pilab/lock");
    }

    private void assertReset() throws IOException {
        Map<String, Map<String, Object>> now = states();
        assertThat(difference(before, now)).isEmpty();
        assertThat(now.values()).allSatisfy(state -> assertThat(state).containsEntry("locked", false));
    }

    private static List<String> difference(
            Map<String, Map<String, Object>> then, Map<String, Map<String, Object>> now) {
        return then.keySet().stream()
                .flatMap(host -> StateDifference.between(then.get(host), now.get(host)).stream()
                        .map(line -> host + ": " + line))
                .toList();
    }

    private static Map<String, Map<String, Object>> states() throws JsonProcessingException {
        Map<String, Map<String, Object>> states = new TreeMap<>();
        for (String host : List.of("client", "server")) {
            String shown = lab.inHost(
                    host, OTHER_OPERATOR + "status; sh $(ls -d /run/pilab/agent/*/ | head -n 1)snapshot.sh show");
            List<String> lines = shown.lines().toList();
            Map<String, Object> state = JSON.readValue(lines.get(1), new TypeReference<>() {});
            state.put("locked", JSON.readTree(lines.get(0)).path("held").asBoolean());
            states.put(host, state);
        }
        return states;
    }
}
