package io.pilab.agent;

import static io.pilab.agent.TestingTrialHost.RUN;
import static io.pilab.agent.TestingTrialHost.TRIAL;
import static io.pilab.agent.TestingTrialHost.specification;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a trial on a host: prepared, started once, stopped with all its processes, removed. */
class ExperimentScriptTest {
    private static final String HANGS = "echo \"$START\"; sleep 300";

    /** The tool, and a child of it, ignore what asks them to end. */
    private static final String STUBBORN =
            "trap '' TERM HUP INT; sleep 300 & echo \"$START\"; while :; do sleep 300; done";

    /** A command as command.sh takes it. */
    private static String encoded(String command) {
        StringBuilder digits = new StringBuilder();
        command.chars().forEach(c -> digits.append(String.format("%03o", c)));
        return digits.toString();
    }

    @TempDir
    Path work;

    private TestingTrialHost host;

    private TestingTrialHost host(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);
        return host;
    }

    @AfterEach
    void noProcessStays() {
        if (host != null) {
            host.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTrialIsPreparedStartedDoneAndRemoved(Shell shell) {
        host(shell);
        assertThat(host.status()).isEqualTo("absent");
        ScriptResult early = host.call("start");
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.stderr()).isEqualTo("experiment.sh: " + host.folder() + " is not prepared\n");

        String specification = specification(host.traffic("echo \"$START\""));
        assertThat(host.prepare(specification).answer()).isEqualTo(Map.of("prepared", true));
        assertThat(host.status()).isEqualTo("prepared");
        assertThat(host.text("spec")).isEqualTo(specification);

        assertThat(host.arm().call("start").answer()).isEqualTo(Map.of("started", true));
        host.awaitDone();
        assertThat(host.text("runner.err")).isEmpty();

        assertThat(host.call("remove").answer()).isEqualTo(Map.of("removed", true));
        assertThat(host.status()).isEqualTo("absent");
        assertThat(host.runner().base().resolve("runs")).isEmptyDirectory();
        assertThat(host.call("remove").answer()).isEqualTo(Map.of("removed", true));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsStartedUnlessTheDeadMansSwitchOutlastsIt(Shell shell) {
        host(shell).prepare(specification(host.traffic("echo \"$START\""))).answer();
        ScriptResult never = host.call("start");
        assertThat(never.exitCode()).isEqualTo(1);
        assertThat(never.stderr())
                .isEqualTo("experiment.sh: nothing is started: the dead man's switch of run-1-01-mptcp has nothing to"
                        + " restore: nothing is captured; 'deadman.sh arm run-1-01-mptcp SECONDS' first, with more"
                        + " than the trial's limit\n");
        host.arm(RUN, TRIAL, 60);
        assertThat(host.call("start").stderr()).containsPattern("fires in (60|5[0-9]) s, before the trial's end");
        host.runner().file("base/deadman/run-1-01-mptcp/fired", "7\n");
        assertThat(host.call("start").stderr()).contains("the dead man's switch of run-1-01-mptcp has fired");
        assertThat(host.status()).isEqualTo("prepared");
        host.arm(RUN, TRIAL, 70);
        host.call("start").answer();
        host.awaitDone();
    }

    @ParameterizedTest
    @EnumSource
    void noTrialIsPreparedOrStartedTwice(Shell shell) {
        host(shell).start(HANGS);
        assertThat(host.status()).isEqualTo("running");
        String specification = host.text("spec");

        ScriptResult prepare = host.prepare(specification("/usr/bin/iperf3"));
        assertThat(prepare.exitCode()).isEqualTo(1);
        assertThat(prepare.stderr()).isEqualTo("experiment.sh: " + host.folder() + " is there already\n");
        assertThat(host.text("spec")).isEqualTo(specification);
        ScriptResult start = host.call("start");
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.stderr()).isEqualTo("experiment.sh: " + host.folder() + " was started before\n");
        ScriptResult remove = host.call("remove");
        assertThat(remove.exitCode()).isEqualTo(1);
        assertThat(remove.stderr())
                .isEqualTo(
                        "experiment.sh: " + host.folder() + " still runs: 'experiment.sh stop run-1 01-mptcp' first\n");
        assertThat(host.status()).isEqualTo("running");
    }

    @ParameterizedTest
    @EnumSource
    void aLineThatIsNotAllowedIsRefusedAndLeavesNothing(Shell shell) {
        host(shell);
        for (String line : List.of(
                "fault 1000 0 inject link.sh down eth0;reboot",
                "fault 1000 0 inject link.sh down $(id)",
                "fault 1000 0 inject ../link.sh down wlan0",
                "fault 010 0 inject link.sh down wlan0",
                "fault 1000 0 undo link.sh down wlan0",
                "fault 1000 0 inject link.sh",
                "argument `id`",
                "argument a b",
                "argument *",
                "interface 'wlan0'",
                "environment PATH=/tmp",
                "argument",
                "",
                " ")) {
            ScriptResult result = host.prepare(specification("/usr/bin/iperf3", line));
            assertThat(result.exitCode()).as("'%s'", line).isEqualTo(2);
            assertThat(result.stdout()).isEmpty();
            assertThat(result.stderr())
                    .isEqualTo("experiment.sh: line 4 of the specification is not allowed: " + line + "\n");
            assertThat(host.runner().base().resolve("runs")).isEmptyDirectory();
        }
        assertThat(host.prepare("traffic /bin/true\u0000\nport 5201\nlimit 60\n")
                        .exitCode())
                .isEqualTo(2);
        assertThat(host.status()).isEqualTo("absent");
    }

    @ParameterizedTest
    @EnumSource
    void trafficPortAndLimitAreNeededOnce(Shell shell) {
        host(shell);
        for (String text : List.of("port 5201\nlimit 60\n", specification("/bin/true", "traffic /bin/true"))) {
            ScriptResult result = host.prepare(text);
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.stderr()).isEqualTo("experiment.sh: the specification needs one line 'traffic'\n");
        }
        assertThat(host.prepare("").stderr()).contains("needs one line 'limit'");
        assertThat(host.prepare("traffic /bin/true\nlimit 60\n").stderr()).contains("needs one line 'port'");
        assertThat(host.prepare("traffic /bin/true\nport 5201\n").stderr()).contains("needs one line 'limit'");
        assertThat(host.prepare("traffic /bin/true\nport 0\nlimit 60\n").stderr())
                .contains("line 2 of");
        assertThat(host.runner().base().resolve("runs")).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void stopEndsTheWholeGroup(Shell shell) {
        host(shell).start(HANGS);
        host.awaitTraffic();
        long group = leader();
        ScriptResult stopped = host.call("stop");
        assertThat(stopped.answer()).isEqualTo(Map.of("stopped", true));
        assertThat(stopped.changes())
                .singleElement()
                .asString()
                .startsWith("kill -TERM ")
                .contains(" " + group + " ");
        assertThat(host.processes()).isEmpty();
        assertThat(host.status()).isEqualTo("done");
        assertThat(host.folder().resolve("netstat-after.txt")).isNotEmptyFile();
        ScriptResult again = host.call("stop");
        assertThat(again.answer()).isEqualTo(Map.of("stopped", true));
        assertThat(again.stderr()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void stopEndsAGroupThatIgnoresTerm(Shell shell) {
        host(shell).start(STUBBORN);
        host.awaitTraffic();
        ScriptResult stopped = host.call("stop");
        assertThat(stopped.answer()).isEqualTo(Map.of("stopped", true));
        assertThat(stopped.changes()).hasSizeBetween(2, 3);
        assertThat(stopped.changes().get(0)).startsWith("kill -TERM ");
        assertThat(stopped.changes().get(1)).startsWith("kill -KILL ");
        assertThat(host.processes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatATrialThatDiedLeftRunningIsStoppedToo(Shell shell) {
        host(shell).start(HANGS);
        host.awaitTraffic();
        ProcessHandle.of(leader()).orElseThrow().destroyForcibly();
        Await.until("the trial has died", () -> host.status().equals("died"));
        assertThat(host.processes()).isNotEmpty();
        assertThat(host.call("stop").answer()).isEqualTo(Map.of("stopped", true));
        assertThat(host.processes()).isEmpty();
        assertThat(host.status()).isEqualTo("died");
    }

    /** In a group, a session and a folder of its own, or with an environment of its own. */
    @ParameterizedTest
    @EnumSource
    void whatACommandLeavesInTheBackgroundEndsWithTheTrial(Shell shell) {
        String sleeper = "sh -c 'echo $$ >>" + work + "/left; exec sleep 30' &";
        List<String> ways = List.of("cd / && setsid " + sleeper, "env -i " + sleeper, sleeper);
        host(shell)
                .start(
                        HANGS,
                        ways.stream()
                                .map(way -> "fault 0 0 inject command.sh run " + encoded(way) + " " + encoded("true"))
                                .toArray(String[]::new));
        List<Long> left = pids("left", ways.size());
        assertThat(left).allMatch(ExperimentScriptTest::runs);

        assertThat(host.call("stop").answer()).isEqualTo(Map.of("stopped", true));

        assertThat(left).noneMatch(ExperimentScriptTest::runs);
        assertThat(host.status()).isEqualTo("done");
        assertThat(host.call("remove").answer()).isEqualTo(Map.of("removed", true));
    }

    @ParameterizedTest
    @EnumSource
    void whatItsUndoStartsAnewAndWhatCarriesAnotherMarkGoesOn(Shell shell) throws IOException {
        String undo = encoded("sleep 30 & echo $! >>" + work + "/left");
        host(shell)
                .start(
                        HANGS,
                        "fault 0 0 inject command.sh run " + encoded("true") + " " + undo,
                        "fault 0 0 heal command.sh undo " + undo);
        long daemon = pids("left", 1).get(0);
        Process stranger = host.runner()
                .start(
                        List.of("env", "PILAB_MARK=1", "sleep", "30"),
                        Path.of("/dev/null"),
                        work.resolve("stranger.out"),
                        work.resolve("stranger.err"));
        try {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(host.folder().resolve("mark"))))
                    .as("nobody else can have it")
                    .isEqualTo("rw-------");
            host.call("stop").answer();
            assertThat(runs(daemon)).isTrue();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
            ProcessHandle.of(daemon).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private List<Long> pids(String file, int number) {
        Await.until("there are " + number, () -> lines(file).size() == number);
        return lines(file).stream().map(Long::valueOf).toList();
    }

    private List<String> lines(String file) {
        try {
            return Files.exists(work.resolve(file)) ? Files.readAllLines(work.resolve(file)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyCollectsCanBeSweptOnceItIsNotCapturedAnyMore(Shell shell) throws IOException {
        host(shell).start("echo \"$START\"");
        host.awaitDone();
        host.runner().file("base/runs/run-2/01-tcp/spec", "");
        assertThat(host.runner().run("experiment.sh", "sweep").answer())
                .as("the other is still captured")
                .isEqualTo(Map.of("removed", 1));
        assertThat(host.folder()).exists();
        host.disarm();
        host.runner().run("restore.sh", "forget", RUN + "-" + TRIAL).answer();
        assertThat(host.runner().run("experiment.sh", "sweep").answer()).isEqualTo(Map.of("removed", 1));
        assertThat(host.runner().base().resolve("runs")).isEmptyDirectory();
        assertThat(host.runner().base().resolve("deadman"))
                .as("its log is gone as well")
                .isEmptyDirectory();
        assertThat(host.runner().run("experiment.sh", "sweep").answer()).isEqualTo(Map.of("removed", 0));
    }

    @ParameterizedTest
    @EnumSource
    void stopOfWhatNeverRanDoesNothing(Shell shell) {
        host(shell);
        assertThat(host.call("stop").answer()).isEqualTo(Map.of("stopped", true));
        host.prepare(specification("/bin/true")).answer();
        assertThat(host.call("stop").stderr()).isEmpty();
        assertThat(host.runner().run("experiment.sh", "stop-all").stdout()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aProcessThatGotTheNumberLaterIsNotTouched(Shell shell) throws IOException {
        host(shell).prepare(specification("/bin/true")).answer();
        Process stranger = host.runner()
                .start(
                        List.of("setsid", "sleep", "300"),
                        Path.of("/dev/null"),
                        work.resolve("stranger.out"),
                        work.resolve("stranger.err"));
        try {
            for (String record : List.of(stranger.pid() + " 1\n", stranger.pid() + " \n")) {
                Files.writeString(host.folder().resolve("pid"), record);
                assertThat(host.status()).isEqualTo("died");
                assertThat(host.call("stop").stderr()).isEmpty();
                assertThat(stranger.isAlive()).isTrue();
            }
        } finally {
            stranger.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopAllEndsEveryTrialOfEveryRun(Shell shell) {
        host(shell).start(HANGS);
        String other = specification(host.traffic(HANGS)).replace("5201", "5202");
        host.runner()
                .runWith(other, "experiment.sh", "prepare", "run-2", "02-tcp")
                .answer();
        host.arm("run-2", "02-tcp", 600);
        host.runner().run("experiment.sh", "start", "run-2", "02-tcp").answer();
        ScriptResult stopped = host.runner().run("experiment.sh", "stop-all");
        assertThat(stopped.exitCode()).isZero();
        assertThat(stopped.objects()).containsExactly(Map.of("stopped", true), Map.of("stopped", true));
        assertThat(host.processes()).isEmpty();
        assertThat(host.runner()
                        .run("experiment.sh", "status", "run-2", "02-tcp")
                        .answer())
                .isNotEqualTo(Map.of("state", "running"));
    }

    @ParameterizedTest
    @EnumSource
    void stopAllOfOneIdEndsOnlyItsTrial(Shell shell) {
        host(shell).start(HANGS);
        host.awaitTraffic();
        for (String other : List.of("run-1-02-mptcp", "run-2-01-mptcp", "run-1", "01-mptcp")) {
            ScriptResult stopped = host.runner().run("experiment.sh", "stop-all", other);
            assertThat(stopped.exitCode()).isZero();
            assertThat(stopped.stdout()).isEmpty();
            assertThat(host.status()).as(other).isEqualTo("running");
        }
        assertThat(host.runner()
                        .run("experiment.sh", "stop-all", RUN + "-" + TRIAL)
                        .answer())
                .isEqualTo(Map.of("stopped", true));
        assertThat(host.processes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void itRunsByARelativePathToo(Shell shell) {
        host(shell);
        String traffic = host.traffic("echo \"$START\"; until grep -q inject agent.jsonl; do sleep 0.02; done");
        host.prepare(specification(traffic, "interface wlan0", "fault 0 0 inject link.sh down wlan0"))
                .answer();
        host.arm();
        String start = String.join(" ", shell.words()) + " experiment.sh start " + RUN + " " + TRIAL;
        host.runner()
                .command(List.of("sh", "-c", "cd '" + ScriptRunner.SCRIPTS + "' && " + start))
                .answer();
        host.awaitDone();
        assertThat(host.event("inject")).containsEntry("code", 0);
        assertThat(host.text("sampler.err")).isEmpty();
    }

    private long leader() {
        return Long.parseLong(host.text("pid").split(" ")[0]);
    }

    /** The moment is made: the process is asked for, and only then writes that it has finished, and is gone. */
    @ParameterizedTest
    @EnumSource
    void aTrialThatEndsWhileItIsAskedForIsDone(Shell shell) throws Exception {
        ScriptRunner runner = new ScriptRunner(shell, work)
                .environment("PILAB_PROC", work.resolve("proc").toString());
        String folder = "base/runs/" + RUN + "/" + TRIAL;
        runner.file(folder + "/spec", "traffic /bin/true\n");
        runner.file(folder + "/pid", "4242 99\n");
        Path stat = Files.createDirectories(work.resolve("proc/4242")).resolve("stat");
        assertThat(new ProcessBuilder("mkfifo", stat.toString()).start().waitFor())
                .isZero();
        Thread ending = new Thread(() -> {
            // Opening waits for the script to open the other end.
            try (OutputStream out = Files.newOutputStream(stat, StandardOpenOption.WRITE)) {
                runner.file(folder + "/finished", "");
                out.write("gone\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ending.start();

        ScriptResult result = runner.run("experiment.sh", "status", RUN, TRIAL);

        ending.join();
        assertThat(result.answer()).isEqualTo(Map.of("state", "done"));
    }
}
