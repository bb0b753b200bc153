package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.TestingLabs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a lab operator does with a rig that stays up. */
@Isolated
class RunIT {
    @TempDir
    private static Path folder;

    private static VirtualLab lab;

    private String before;

    @BeforeAll
    static void raise() throws IOException {
        lab = VirtualLab.up(folder, "run", TestingLabs::withHelper);
    }

    @AfterAll
    static void remove() {
        lab.down();
    }

    @BeforeEach
    void remember() {
        before = lab.states();
    }

    @Test
    void aFaultIsHealedAfterItsTimeAndTheLinkCarriesTrafficAgain() throws IOException {
        Path scenario = lab.scenario("""
                scenario: flap
                traffic: { tool: iperf3, duration: 9s, interval: 1s, to: server.eth0 }
                arms: [mptcp]
                timeline:
                  - { at: 2s, on: client, fault: link-down, interface: wlan0, for: 2s }
                expect:
                  - { survives: true }
                """);

        PilabProcess.Ended run = lab.pilab("run", "--runs", folder + "/flap", scenario.toString());

        assertThat(run.exitCode()).describedAs(run.all()).isZero();
        JsonNode trial = VirtualLab.trial(folder.resolve("flap"));
        assertThat(wlan0(trial).path("after_heal").asDouble()).isGreaterThan(5e6);
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void anArmsOwnSettingsAreThereDuringItsTrialsAlone() throws IOException {
        Path scenario = lab.scenario("""
                scenario: arms
                traffic: { tool: iperf3, duration: 3s, interval: 1s, to: server.eth0 }
                timeline:
                  - { at: 1s, on: client, fault: link-down, interface: wlan0 }
                arms:
                  - { name: single, endpoints: { client.wlan0: none, server.wlan0: none } }
                  - { name: stale-1, sysctl: { net.mptcp.stale_loss_cnt: 1 } }
                  - { name: wired, protocol: tcp, over: eth0 }
                repeat: 2
                expect:
                  - { survives: true }
                """);
        assertThat(lab.pilab("apply").exitCode()).isZero();
        String applied = lab.states();

        PilabProcess.Ended run = lab.pilab("run", "--runs", folder + "/arms", "--seed", "3", scenario.toString());

        assertThat(run.exitCode()).describedAs(run.all()).isZero();
        assertThat(run.err()).containsPattern("\ntrial 6/6  [a-z1-]+ +PASS  ");
        assertThat(run.out()).containsPattern("\n  single +2 of 2 ").containsPattern("\n  wired +2 of 2 ");
        assertThat(run.out()).doesNotContain("Interval");
        assertThat(lab.states()).isEqualTo(applied);
        assertThat(lab.pilab("reset").exitCode()).isZero();
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void theOtherEndOfTheCableLosesItsSignal() throws IOException {
        Path scenario = lab.scenario("""
                scenario: unplugged
                traffic: { tool: iperf3, duration: 6s, interval: 1s, to: server.eth0 }
                timeline:
                  - { at: 2s, on: client, fault: carrier-loss, interface: wlan0, for: 2s }
                  - { at: 5s, on: client, fault: carrier-loss, interface: wlan0 }
                expect:
                  - { survives: true }
                """);
        lab.inHost("client", "chmod -x /usr/local/sbin/rig-switch");
        try {
            Path other = lab.scenario("""
                    scenario: short
                    traffic: { tool: iperf3, duration: 2s, interval: 1s, to: server.eth0 }
                    """);
            PilabProcess.Ended run =
                    lab.pilab("run", "--runs", folder + "/batch", scenario.toString(), other.toString());
            assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(4);
            assertThat(run.err())
                    .contains("unplugged cannot run here, no host was touched:\n"
                            + "  client: carrier-loss needs the commands of a managed switch")
                    .contains("in the lab file, or use link-down")
                    .contains("scenario 2/2  short\n");
            assertThat(run.out())
                    .containsPattern("\nSCENARIO   OUTCOME        RUN\n"
                            + "unplugged  NOT SUPPORTED  client: carrier-loss needs the commands of a managed switch.*\n"
                            + "short      PASS           " + folder + "/batch/[0-9TZ]*-short-[0-9a-f]{4}\n$");
        } finally {
            lab.inHost("client", "chmod +x /usr/local/sbin/rig-switch");
        }

        PilabProcess.Ended run = lab.pilab("run", "--runs", folder + "/unplugged", scenario.toString());

        assertThat(run.exitCode()).describedAs(run.all()).isZero();
        assertThat(run.out()).contains("client: carrier-loss healed wlan0 (requested 4.000 s");
        JsonNode trial = VirtualLab.trial(folder.resolve("unplugged"));
        assertThat(wlan0(trial).path("after_heal").asDouble()).isGreaterThan(2e6);
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void aThirdHostFiresAgainstTheClientsTraffic() throws IOException {
        Path scenario = lab.scenario("""
                scenario: helped
                traffic: { tool: iperf3, duration: 5s, interval: 1s, to: server.eth0 }
                timeline:
                  - { at: 2s, on: helper, fault: command, run: "touch /run/fired", undo: "mv /run/fired /run/undone" }
                expect:
                  - { survives: true }
                """);

        PilabProcess.Ended run = lab.pilab("run", "--runs", folder + "/helped", scenario.toString());

        assertThat(run.exitCode()).describedAs(run.all()).isZero();
        assertThat(run.out())
                .containsPattern("bench: command .*requested 2.000 s, [+-]\\d+ ms, ±\\d+ ms")
                .containsPattern("PASS +command on bench at 2.000 s: at")
                .contains("restored          bench: nothing differs from before");
        assertThat(lab.inHost("bench", "ls /run/fired /run/undone /run/pilab/state /run/pilab/runs; ip mptcp endpoint"))
                .isEqualTo("/run/undone\n\n/run/pilab/runs:\n\n/run/pilab/state:\n");
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void anExpectationThatFailsIsExitCode1() throws IOException {
        Path scenario = lab.scenario("""
                scenario: wrong
                traffic: { tool: iperf3, duration: 5s, interval: 1s, to: server.eth0 }
                arms: [mptcp]
                timeline:
                  - { at: 2s, on: client, fault: link-down, interface: wlan0 }
                expect:
                  - { survives: false }
                """);

        PilabProcess.Ended run = lab.pilab("run", "--runs", folder + "/wrong", scenario.toString());

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(1);
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void mptcpSwitchedOffOnAHostIsSaidBeforeAnythingIsTouched() throws IOException {
        lab.inHost("server", "sysctl -qw net.mptcp.enabled=0");
        try {
            PilabProcess.Ended run = lab.pilab("run", lab.scenario(quick("off")).toString());
            assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(4);
            assertThat(run.err()).contains("server: MPTCP is switched off. sudo sysctl net.mptcp.enabled=1");
        } finally {
            lab.inHost("server", "sysctl -qw net.mptcp.enabled=1");
        }
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void sigtermPutsTheHostsBackFirst() throws Exception {
        Path scenario = lab.scenario(quick("stopped"));
        PilabProcess.Running running = lab.start("run", "--runs", folder + "/stopped", scenario.toString());
        running.awaitOutput("link-down wlan0");

        running.process().destroy();
        PilabProcess.Ended ended = running.await();

        assertThat(ended.exitCode()).describedAs(ended.all()).isEqualTo(143);
        assertThat(ended.err()).contains("restoring the hosts").contains("client: nothing differs");
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void sigtermEndsABatchAndItsTableNamesWhatWasNotRun() throws Exception {
        Path first = lab.scenario(quick("first"));
        Path second = lab.scenario(quick("second"));
        PilabProcess.Running running =
                lab.start("run", "--runs", folder + "/stopped-batch", first.toString(), second.toString());
        running.awaitOutput("scenario 1/2  first");

        running.process().destroy();
        PilabProcess.Ended ended = running.await();

        assertThat(ended.exitCode()).describedAs(ended.all()).isEqualTo(143);
        assertThat(ended.err()).doesNotContain("scenario 2/2");
        assertThat(ended.out()).contains("\nsecond    NOT RUN        interrupted before it began\n");
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void afterKill9RestoreHealsTheHosts() throws Exception {
        Path scenario = lab.scenario(quick("killed"));
        PilabProcess.Running running = lab.start("run", "--runs", folder + "/killed", scenario.toString());
        running.awaitOutput("link-down wlan0");

        running.process().destroyForcibly().waitFor();
        assertThat(lab.states()).isNotEqualTo(before);
        PilabProcess.Ended second = lab.pilab("run", scenario.toString());
        assertThat(second.exitCode()).describedAs(second.all()).isEqualTo(4);
        assertThat(second.err()).contains("in use, no host was touched").contains("holds it (run:killed) since 20");
        PilabProcess.Ended third = lab.pilab("run", "--steal", scenario.toString());
        assertThat(third.exitCode()).describedAs(third.all()).isEqualTo(4);
        assertThat(third.err()).contains("-killed-").contains("pilab restore client");

        PilabProcess.Ended restore = lab.pilab("restore");

        assertThat(restore.exitCode()).describedAs(restore.all()).isZero();
        assertThat(restore.out()).contains("client: as captured before 2").contains("server: as captured before 2");
        assertThat(lab.states()).isEqualTo(before);
        assertThat(lab.pilab("restore").out()).contains("client: nothing was captured");
    }

    @Test
    void theInterfaceThatWeComeByGoesDownAndNothingIsLost() throws IOException {
        String text = """
                scenario: lock-out
                traffic: { tool: iperf3, duration: 10s, interval: 1s }
                arms: [mptcp]
                timeline:
                  - { at: 3s, on: client, fault: link-down, interface: eth0, for: 4s, allow: lock-out }
                expect:
                  - { survives: true }
                """;
        PilabProcess.Ended refused = lab.pilab(
                "run", lab.scenario(text.replace(", allow: lock-out", "")).toString());
        assertThat(refused.exitCode()).describedAs(refused.all()).isEqualTo(4);
        assertThat(refused.err())
                .contains("no host was touched:\n  client: link-down at 3 s cuts eth0 (the SSH interface)");

        PilabProcess.Ended run =
                lab.pilab("run", "--runs", folder + "/cut", lab.scenario(text).toString());

        assertThat(run.exitCode()).describedAs(run.all()).isZero();
        assertThat(run.err())
                .contains("client: connection lost; the trial continues on the host")
                .contains("client: reconnected after ");
        JsonNode trial = VirtualLab.trial(folder.resolve("cut"));
        assertThat(trial.path("intervals"))
                .hasSize(10)
                .allSatisfy(interval ->
                        assertThat(interval.toString()).contains("sent").contains("received"));
        assertThat(trial.path("path").path("client_interface").asText()).isEqualTo("wlan0");
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void aServerThatIsKilledEndsTheTrialAndIsTold() throws IOException {
        Path scenario = lab.scenario("""
                scenario: killed-server
                traffic: { tool: iperf3, duration: 8s, interval: 1s, to: server.eth0 }
                timeline:
                  - { at: 2s, on: server, fault: process-kill }
                expect:
                  - { survives: false }
                """);

        PilabProcess.Ended run = lab.pilab("run", "--runs", folder + "/gone", scenario.toString());

        assertThat(run.exitCode()).describedAs(run.all()).isZero();
        assertThat(run.out()).contains("control socket has closed unexpectedly").contains("s: iperf3 was killed");
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void aRunWhoseControllerWasKilledIsResumed() throws Exception {
        Path scenario = lab.scenario(quick("resumed").replace("arms: [mptcp]", "arms: [mptcp]\nrepeat: 2"));
        String runs = folder + "/resumed";
        PilabProcess.Running running = lab.start("run", "--details", "--runs", runs, scenario.toString());
        running.awaitOutput("link-down wlan0");
        running.process().destroyForcibly().waitFor();

        PilabProcess.Ended show = new PilabProcess(folder).run("show", "--runs", runs, "last");
        assertThat(show.exitCode()).describedAs(show.all()).isEqualTo(3);
        assertThat(show.err()).contains("trial 1 was cut off").contains("pilab run --resume ");

        PilabProcess.Ended resumed = lab.pilab("run", "--details", "--runs", runs, "--resume", "last");
        assertThat(resumed.exitCode()).describedAs(resumed.all()).isZero();
        assertThat(resumed.err()).contains("trial 2/2  mptcp").doesNotContain("holds it");
        assertThat(resumed.out()).contains("trial 2/2  mptcp");
        JsonNode trial = VirtualLab.trial(Path.of(runs));
        assertThat(trial.path("intervals")).hasSize(8);
        assertThat(trial.path("metrics").path("total_bytes").asLong()).isGreaterThan(50_000_000);
        assertThat(trial.path("notes")).isEmpty();
        assertThat(resumed.out()).contains("restored          client: nothing differs from before");
        assertThat(lab.states()).isEqualTo(before);

        PilabProcess.Ended again = lab.pilab("run", "--runs", runs, "--resume", "last");
        assertThat(again.exitCode()).describedAs(again.all()).isZero();
        assertThat(again.err()).contains("is complete: there is nothing to collect");
    }

    private static String quick(String name) {
        return """
                scenario: %s
                traffic: { tool: iperf3, duration: 8s, interval: 1s, to: server.eth0 }
                arms: [mptcp]
                timeline:
                  - { at: 2s, on: client, fault: link-down, interface: wlan0 }
                """.formatted(name);
    }

    private static JsonNode wlan0(JsonNode trial) {
        List<JsonNode> found = new ArrayList<>();
        trial.path("metrics").path("interfaces").forEach(found::add);
        return found.stream()
                .filter(i -> i.path("network_interface").asText().equals("wlan0"))
                .findFirst()
                .orElseThrow();
    }
}
