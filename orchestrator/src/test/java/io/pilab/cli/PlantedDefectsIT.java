package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.rig.TestingRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What keeps the hosts safe is itself broken on one host: a run notices, says so, and the host is put back all the same. */
@ResourceLock(TestingRig.HERE)
class PlantedDefectsIT {
    private static final String SCRIPTS = "/run/pilab/agent/*";

    @TempDir
    private static Path folder;

    private static VirtualLab lab;
    private static Path scenario;

    @TempDir
    private Path runs;

    private String before;

    @BeforeAll
    static void raise() throws IOException {
        lab = VirtualLab.up(folder, "planted");
        scenario = Files.writeString(folder.resolve("planted.yaml"), """
                scenario: planted
                traffic: { tool: iperf3, duration: 3s, interval: 1s, to: server.eth0 }
                timeline:
                  - { at: 1s, on: client, fault: link-down, interface: wlan0 }
                """);
    }

    @AfterAll
    static void remove() {
        lab.down();
    }

    @BeforeEach
    void pushTheScripts() {
        PilabProcess.Ended doctor = lab.pilab("doctor");
        assertThat(doctor.exitCode()).describedAs(doctor.all()).isZero();
        before = lab.states();
    }

    /** Without the planted ones the whole ones are pushed again. */
    @AfterEach
    void removeTheScripts() {
        lab.inHost("client", "rm -rf " + SCRIPTS);
    }

    @Test
    void aRestoreThatForgetsRoutesIsExitCode5AndTheNextOneHeals() {
        plant("restore.sh", "sed -i 's/ routes4 routes6 / /'");

        PilabProcess.Ended run = run();

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(5);
        assertThat(run.err())
                .contains("pilab: client is not restored:")
                .containsPattern("  route 172\\.31\\.0\\.0/24 dev wlan0 .*: missing")
                .contains("  Restore it with: pilab restore -f " + lab.file() + " client");
        assertThat(run.out()).describedAs("the verdict is not lost").contains("link-down");

        removeTheScripts();
        PilabProcess.Ended restore = lab.pilab("restore", "client");
        assertThat(restore.exitCode()).describedAs(restore.all()).isZero();
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void aDeadManThatDoesNotStartStopsTheRunBeforeAnythingIsTouched() throws IOException {
        plant("deadman.sh", "sed -i 's/^timer() {/timer() { exit 0/'");

        PilabProcess.Ended run = run();

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(3);
        assertThat(run.err())
                .contains("arm        client: deadman.sh arm")
                .contains("the dead man's switch did not start");
        assertThat(run.err()).doesNotContain("configure", "measure");
        untouched(run);
    }

    /** The controller is suspended once the hosts are armed; the client's switch fires meanwhile. */
    @Test
    void aControllerThatSleptPastADeadMansSwitchFiresNothing() throws Exception {
        PilabProcess.Running run = lab.start("run", "--runs", runs.toString(), scenario.toString());
        run.awaitOutput("arm        ");
        awaitInClient("ls /run/pilab/deadman/*/timer");
        signal(run, "-STOP");
        lab.inHost(
                "client",
                "cd /run/pilab/state; for id in *; do sh " + SCRIPTS + "/deadman.sh arm $id 1; done;"
                        + " until grep -q '\"restored\":true' /run/pilab/deadman/*/log; do sleep 0.2; done");
        signal(run, "-CONT");

        PilabProcess.Ended ended = run.await();

        assertThat(ended.exitCode()).describedAs(ended.all()).isEqualTo(3);
        // It slept after its switch had answered, or just before it asked.
        assertThat(ended.err())
                .containsPattern("client: the dead man's switch (has fired: the host has put itself back"
                        + "|did not arm: .*\"fired\":true)");
        untouched(ended);
    }

    @Test
    void anUndoThatFailsIsExitCode5AndRestoreNamesItUntilItWorks() throws IOException {
        Path switched = lab.scenario("""
                scenario: undo
                traffic: { tool: iperf3, duration: 3s, interval: 1s, to: server.eth0 }
                timeline:
                  - { at: 1s, on: client, fault: command, run: 'echo off >/run/port7', undo: 'test -e /run/mended && echo on >/run/port7' }
                """);
        String named = "undo command failed with exit code 1: test -e /run/mended && echo on >/run/port7";

        PilabProcess.Ended run = lab.pilab("run", "--runs", runs.toString(), switched.toString());

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(5);
        assertThat(run.err())
                .contains("pilab: client is not restored:", "  " + named, "server: nothing differs")
                .contains("  Restore it with: pilab restore -f " + lab.file() + " client");
        PilabProcess.Ended restore = lab.pilab("restore", "client");
        assertThat(restore.exitCode()).describedAs(restore.all()).isEqualTo(5);
        assertThat(restore.err()).contains("client is not restored:").contains(named);

        lab.inHost("client", ": >/run/mended");
        restore = lab.pilab("restore", "client");
        assertThat(restore.exitCode()).describedAs(restore.all()).isZero();
        assertThat(lab.inHost("client", "cat /run/port7; rm /run/port7 /run/mended"))
                .isEqualTo("on\n");
        assertThat(lab.states()).isEqualTo(before);
    }

    /** A colleague's iperf3 begins meanwhile; the command's own process has a session of its own. */
    @Test
    void whatACommandLeavesInTheBackgroundEndsWithTheTrialAndOthersProcessesAreNoDifference() throws Exception {
        Path background = lab.scenario("""
                scenario: background
                traffic: { tool: iperf3, duration: 3s, interval: 1s, to: server.eth0 }
                timeline:
                  - { at: 1s, on: client, fault: command, run: 'cd / && setsid sleep 7788 >/dev/null 2>&1 &', undo: 'true' }
                """);
        PilabProcess.Running run = lab.start("run", "--runs", runs.toString(), background.toString());
        awaitInClient("pgrep -fx 'sleep 7788'");
        lab.inHost("client", "cp /bin/sleep /run/iperf3; /run/iperf3 60 >/dev/null 2>&1 &");

        PilabProcess.Ended ended = run.await();

        assertThat(ended.exitCode()).describedAs(ended.all()).isZero();
        assertThat(ended.err()).contains("client: nothing differs");
        assertThat(lab.inHost("client", "pgrep -fx 'sleep 7788'; pgrep -c -fx '/run/iperf3 60'"))
                .isEqualTo("1\n");
        lab.inHost("client", "kill $(pgrep -fx '/run/iperf3 60'); rm /run/iperf3");
    }

    private static void signal(PilabProcess.Running run, String signal) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("kill", signal, "" + run.process().pid()));
        run.process().descendants().forEach(p -> words.add("" + p.pid()));
        assertThat(new ProcessBuilder(words).start().waitFor()).isZero();
    }

    private static void awaitInClient(String command) {
        lab.inHost("client", "until " + command + " >/dev/null 2>&1; do sleep 0.1; done");
    }

    @Test
    void aDeadManThatSaysItIsArmedAndIsNotIsReadBack() throws IOException {
        plant("deadman.sh", "sed -i '2i case $1 in arm) echo \"{}\"; exit ;; esac'");

        PilabProcess.Ended run = run();

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(3);
        assertThat(run.err())
                .contains("client: the dead man's switch did not arm: it says {")
                .contains("Nothing was touched")
                .doesNotContain("configure", "measure");
        untouched(run);
    }

    @Test
    void anAgentThatDiesBetweenArmingAndFiringIsNoticedAtOnce() throws IOException {
        plant("timeline.sh", "sed -i '/^set -eu/a kill -KILL 0'");

        PilabProcess.Ended run = run();

        assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(3);
        assertThat(run.err()).contains("measure    client: the trial's process on the host is gone");
        untouched(run);
    }

    private void untouched(PilabProcess.Ended run) throws IOException {
        try (Stream<Path> files = Files.walk(runs)) {
            for (Path file : files.filter(f -> f.endsWith("events.jsonl")).toList()) {
                assertThat(Files.readString(file)).doesNotContain("\"kind\":\"fault\"", "\"up\":false");
            }
        }
        assertThat(run.err()).contains("client: nothing differs");
        assertThat(lab.states()).isEqualTo(before);
    }

    private static void plant(String script, String edit) {
        lab.inHost("client", edit + " " + SCRIPTS + "/" + script);
    }

    private PilabProcess.Ended run() {
        return lab.pilab("run", "--runs", runs.toString(), scenario.toString());
    }
}
