package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.rig.TestingRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Hosts that restart in the course of a run, as the scenario asks or by themselves. */
@ResourceLock(TestingRig.HERE)
class RebootIT {
    @TempDir
    private static Path folder;

    private static VirtualLab lab;

    private String booted;

    @BeforeAll
    static void raise() throws IOException {
        lab = VirtualLab.up(folder, "reboot");
    }

    @AfterAll
    static void remove() {
        lab.down();
    }

    @BeforeEach
    void remember() {
        booted = states();
    }

    @AfterEach
    void nothingOfOursIsOnADisk() {
        for (String host : new String[] {"client", "server"}) {
            assertThat(lab.inHost(host, "find /var/lib/pilab /run/pilab/runs /run/pilab/state -mindepth 1 2>/dev/null"))
                    .isEmpty();
        }
    }

    @Test
    void aClientThatRestartsIsPutBackToWhatApplyHadMade() throws IOException {
        assertThat(lab.pilab("apply").exitCode()).isZero();
        String applied = states();
        Path scenario = scenario("client", "5s", ", allow: lock-out");
        PilabProcess.Ended refused =
                lab.pilab("run", scenario("client", "5s", "").toString());
        assertThat(refused.exitCode()).describedAs(refused.all()).isEqualTo(4);
        assertThat(refused.err())
                .contains("client: reboot at 2 s restarts the host")
                .contains("allow: lock-out");

        PilabProcess.Ended run = lab.pilab("run", "--runs", folder + "/planned", scenario.toString());

        assertThat(run.exitCode()).describedAs(run.all()).isZero();
        assertThat(run.err())
                .contains("client: has restarted, reconnected")
                .contains("what it kept on its disk is read")
                .contains("client: nothing differs");
        JsonNode trial = VirtualLab.trial(folder.resolve("planned"));
        assertThat(trial.path("intervals")).hasSize(5);
        assertThat(trial.path("intervals").path(0).toString()).contains("sent").contains("received");
        assertThat(run.out()).contains("PASS     reboot on client at 2.000 s").contains("PASS     MPTCP negotiated");
        assertThat(states()).isEqualTo(applied);
        assertThat(lab.pilab("reset").exitCode()).isZero();
        assertThat(states()).isEqualTo(booted);
    }

    @Test
    void aServerThatNobodyAskedToRestartBreaksTheTrial() throws Exception {
        PilabProcess.Running running = lab.start("run", "--runs", folder + "/unplanned", quiet().toString());
        running.awaitOutput("SF_ESTABLISHED");
        lab.inHost("server", "reboot");

        PilabProcess.Ended run = running.await();

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(3);
        assertThat(run.all())
                .contains("server: was restarted during the trial; of what it recorded there is only")
                .contains("client: nothing differs")
                .contains("server: nothing differs");
        assertThat(states()).isEqualTo(booted);
    }

    @Test
    void whatNobodyCanPutBackAfterARestartIsToldWithItsCure() throws Exception {
        assertThat(lab.pilab("apply").exitCode()).isZero();
        PilabProcess.Running running = lab.start("run", "--runs", folder + "/lost", quiet().toString());
        running.awaitOutput("SF_ESTABLISHED");
        lab.inHost("client", "reboot");

        PilabProcess.Ended run = running.await();

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(5);
        assertThat(run.err())
                .contains("pilab: client is not restored:")
                .contains("endpoint id 1: missing")
                .contains("comes back with: pilab apply -f " + lab.file() + "\n");
        assertThat(lab.pilab("reset").exitCode()).isZero();
        assertThat(states()).isEqualTo(booted);
    }

    @Test
    void aRunWhoseControllerDiedBeforeTheRestartIsResumedAndRestored() throws Exception {
        assertThat(lab.pilab("apply").exitCode()).isZero();
        String applied = states();
        String runs = folder + "/killed";
        kill(runs, "--runs", runs);
        PilabProcess.Ended apply = lab.pilab("apply", "--steal");
        assertThat(apply.exitCode()).describedAs(apply.all()).isEqualTo(4);
        assertThat(apply.err()).contains("pilab restore client");

        PilabProcess.Ended resumed = lab.pilab("run", "--steal", "--runs", runs, "--resume", "last");

        assertThat(resumed.exitCode()).describedAs(resumed.all()).isZero();
        assertThat(VirtualLab.trial(Path.of(runs)).path("intervals")).hasSizeGreaterThan(3);
        assertThat(states()).isEqualTo(applied);

        kill(folder + "/healed", "--steal", "--runs", folder + "/healed");
        PilabProcess.Ended restore = lab.pilab("restore", "--steal");
        assertThat(restore.exitCode()).describedAs(restore.all()).isZero();
        assertThat(restore.out()).contains("client: as captured before 2");
        assertThat(states()).isEqualTo(applied);
        lab.inHost("client", "rm -r /run/pilab/runs");
        lab.inHost("server", "rm -r /run/pilab/runs");
        assertThat(lab.pilab("reset").exitCode()).isZero();
    }

    /** Kills the controller of a run before the client restarts; returns when that is up again. */
    private static void kill(String runs, String... options) throws Exception {
        Path log = Path.of(lab.variable("PILAB_SSH_IDENTITY")).resolveSibling("hosts/client/log");
        int restarts = restarts(log);
        String[] words = Stream.concat(
                        Stream.of(options),
                        Stream.of(scenario("client", "4s", ", allow: lock-out").toString()))
                .toArray(String[]::new);
        PilabProcess.Running running = lab.start("run", words);
        running.awaitOutput("SF_ESTABLISHED");
        running.process().destroyForcibly().waitFor();
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (restarts(log) == restarts || !up()) {
            assertThat(System.nanoTime())
                    .as("the client of " + runs + " restarts")
                    .isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private static int restarts(Path log) throws IOException {
        return Files.readString(log).split("client reboots", -1).length;
    }

    private static boolean up() {
        return new PilabProcess(folder)
                        .run("rig", "status", "-f", lab.file().toString())
                        .exitCode()
                == 0;
    }

    /** Without the numbers that the kernel gives the other end of a link. */
    private static String states() {
        return lab.states().replaceAll("@if\\d+", "");
    }

    private static Path quiet() throws IOException {
        return lab.scenario("""
                scenario: quiet
                traffic: { tool: iperf3, duration: 8s, interval: 1s, to: server.eth0 }
                """);
    }

    private static Path scenario(String host, String duration, String allow) throws IOException {
        return lab.scenario("""
                scenario: reboot
                traffic: { tool: iperf3, duration: %s, interval: 1s, to: server.eth0 }
                timeline:
                  - { at: 2s, on: %s, fault: reboot%s }
                expect:
                  - { survives: false }
                """.formatted(duration, host, allow));
    }
}
