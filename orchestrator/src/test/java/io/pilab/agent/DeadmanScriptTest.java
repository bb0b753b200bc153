package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real timers; nothing is captured but a line of sysctl, and the tools are stubs. */
class DeadmanScriptTest {
    @TempDir
    Path work;

    private ScriptRunner host;

    private ScriptRunner host(Shell shell) {
        host = new ScriptRunner(shell, work).stub("ip", "").stub("tc", "").stub("sysctl", "");
        return host;
    }

    /** Its pauses are short. */
    private ScriptRunner hasty(Shell shell) {
        return host(shell).stub("sleep", "command -p sleep 0.05");
    }

    private void captured(String run) {
        captured("base", run);
    }

    private void captured(String where, String run) {
        for (String family : List.of(
                "links", "addresses4", "addresses6", "routes4", "routes6", "rules4", "rules6", "qdiscs", "endpoints")) {
            host.file(where + "/state/" + run + "/" + family, "");
        }
        host.file(where + "/state/" + run + "/limits", "");
        host.file(where + "/state/" + run + "/sysctls", "net/ipv4/tcp_congestion_control=nosuch\n");
        host.file(where + "/state/" + run + "/captured", "1.00 2026-11-22T06:03:34Z\n");
    }

    @AfterEach
    void noTimerStays() {
        if (host != null) {
            host.file("go", "");
            host.run("deadman.sh", "disarm", "run-1");
        }
    }

    private static boolean runs(Object pid) {
        return ScriptRunner.runs(((Number) pid).longValue());
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until %s", what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutASnapshotNothingIsArmed(Shell shell) {
        ScriptResult result = host(shell).run("deadman.sh", "arm", "run-1", "60");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .isEqualTo("deadman.sh: nothing is captured for run run-1: 'snapshot.sh capture run-1' first\n");
        assertThat(host.run("deadman.sh", "status", "run-1").answer())
                .isEqualTo(Map.of("run", "run-1", "armed", false, "fired", false));
    }

    @ParameterizedTest
    @EnumSource
    void armIsReadBackAndDisarmEndsTheWholeGroup(Shell shell) throws InterruptedException {
        ScriptRunner armed = host(shell);
        captured("run-1");
        Map<String, Object> answer =
                armed.run("deadman.sh", "arm", "run-1", "60").answer();
        assertThat(answer)
                .containsEntry("armed", true)
                .containsEntry("changed", true)
                .containsEntry("fired", false);
        assertThat((int) answer.get("expires_in")).isBetween(55, 60);
        ProcessHandle timer =
                ProcessHandle.of(((Number) answer.get("pid")).longValue()).orElseThrow();
        List<ProcessHandle> group = timer.descendants().toList();
        assertThat(armed.run("deadman.sh", "status", "run-1").answer())
                .containsEntry("armed", true)
                .containsEntry("pid", answer.get("pid"));

        ScriptResult disarmed = armed.run("deadman.sh", "disarm", "run-1");
        assertThat(disarmed.answer())
                .isEqualTo(Map.of("run", "run-1", "armed", false, "fired", false, "changed", true));
        assertThat(disarmed.changes()).containsExactly("kill -TERM -" + answer.get("pid"));
        assertThat(runs(answer.get("pid"))).isFalse();
        assertThat(group).isNotEmpty();
        await("the group ends", () -> group.stream().noneMatch(p -> runs(p.pid())));
        assertThat(armed.run("deadman.sh", "disarm", "run-1").answer()).containsEntry("changed", false);
    }

    /** Another version has a folder of its own: what was armed before it came restores with the scripts that armed it. */
    @ParameterizedTest
    @EnumSource
    void aTimerRunsTheScriptsOfItsOwnFolder(Shell shell) throws InterruptedException {
        ScriptRunner armed = hasty(shell);
        captured("run-1");
        for (ScriptFile file : ScriptFile.all()) {
            armed.file("older/" + file.path(), file.text());
        }
        Path restored = work.resolve("restored");
        armed.file("older/restore.sh", "echo \"older: $*\" >'" + restored + "'\n");
        List<String> words = new ArrayList<>(shell.words());
        words.addAll(List.of(work.resolve("older/deadman.sh").toString(), "arm", "run-1", "1"));
        armed.command(words).answer();
        await("it restores", () -> Files.exists(restored));
        assertThat(restored).hasContent("older: run run-1");
    }

    @ParameterizedTest
    @EnumSource
    void armingAgainEndsTheOldTimerAfterTheNewOneRuns(Shell shell) {
        ScriptRunner armed = host(shell);
        captured("run-1");
        Object first = armed.run("deadman.sh", "arm", "run-1", "50").answer().get("pid");
        Map<String, Object> second =
                armed.run("deadman.sh", "arm", "run-1", "600").answer();
        assertThat(second.get("pid")).isNotEqualTo(first);
        assertThat((int) second.get("expires_in")).isGreaterThan(500);
        assertThat(runs(first)).isFalse();
        assertThat(runs(second.get("pid"))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aProcessThatGotTheNumberLaterIsNotTakenForTheTimer(Shell shell) throws IOException {
        ScriptRunner armed = host(shell);
        long stranger = ProcessHandle.current().pid();
        armed.file("base/deadman/run-1/timer", stranger + " 1 99999999\n");
        assertThat(armed.run("deadman.sh", "status", "run-1").answer()).containsEntry("armed", false);
        ScriptResult disarmed = armed.run("deadman.sh", "disarm", "run-1");
        assertThat(disarmed.answer()).containsEntry("changed", false);
        assertThat(disarmed.stderr()).isEmpty();
        assertThat(Files.exists(work.resolve("base/deadman/run-1/timer"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void atItsTimeItRestores(Shell shell) throws InterruptedException {
        ScriptRunner armed = hasty(shell);
        captured("run-1");
        armed.run("deadman.sh", "arm", "run-1", "1").answer();
        await("it has restored", () -> log().contains("\"restored\":"));
        assertThat(armed.run("deadman.sh", "status", "run-1").answer())
                .containsEntry("armed", true)
                .containsEntry("expires_in", 0)
                .containsEntry("fired", true);
        assertThat(armed.calls()).contains("sysctl -q -w net/ipv4/tcp_congestion_control=nosuch");
        assertThat(work.resolve("base/deadman/run-1/log"))
                .content()
                .contains("+ sysctl -q -w net/ipv4/tcp_congestion_control=nosuch")
                .contains("\"restored\":false");
    }

    private String log() {
        try {
            return Files.readString(work.resolve("base/deadman/run-1/log"));
        } catch (IOException e) {
            return "";
        }
    }

    private static int times(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    /** The first restore is killed, as by a host out of memory, the next two fail. */
    @ParameterizedTest
    @EnumSource
    void aRestoreThatIsKilledOrFailsIsTriedAgainUntilItIsDone(Shell shell) throws InterruptedException {
        ScriptRunner armed = host(shell).stub("sleep", "command -p sleep 0.001");
        captured("run-1");
        armed.file("base/state/run-1/sysctls", "");
        armed.file("left", "xxxx");
        armed.stub(
                "mkdir",
                "case $* in */restore/work) left=$(cat '" + work + "/left'); printf %s \"${left#x}\" >'" + work
                        + "/left'; [ \"$left\" != xxxx ] || kill -KILL $PPID ;; esac; " + ScriptRunner.real("mkdir"));
        armed.stub("tc", "case $(cat '" + work + "/left') in x | xx) exit 1 ;; esac");
        Object pid = armed.run("deadman.sh", "arm", "run-1", "1").answer().get("pid");
        await("the timer ends", () -> !runs(pid));
        assertThat(times(log(), "deadman.sh: run run-1 is not restored: it is tried again in 10 s\n"))
                .isEqualTo(3);
        assertThat(times(log(), "\"restored\":false")).isEqualTo(2);
        assertThat(times(log(), "\"restored\":true")).isEqualTo(1);
        assertThat(armed.run("deadman.sh", "status", "run-1").answer())
                .isEqualTo(Map.of("run", "run-1", "armed", false, "fired", true));
    }

    @ParameterizedTest
    @EnumSource
    void whatCanNotBeRestoredIsNotTriedForEver(Shell shell) throws InterruptedException {
        ScriptRunner armed = host(shell).stub("sleep", "command -p sleep 0.001");
        captured("run-1");
        Object pid = armed.run("deadman.sh", "arm", "run-1", "1").answer().get("pid");
        await("the timer ends", () -> !runs(pid));
        assertThat(times(log(), "\"restored\":false")).isEqualTo(10);
        assertThat(log()).endsWith("deadman.sh: run run-1 is not restored, and nothing is tried any more\n");
    }

    @ParameterizedTest
    @EnumSource
    void aTimerThatTriesAgainEndsOnceItsRunIsForgottenDisarmedOrArmedAnew(Shell shell) throws InterruptedException {
        ScriptRunner armed = hasty(shell);
        for (String end : List.of("forget", "disarm", "arm")) {
            captured("run-1");
            Object pid = armed.run("deadman.sh", "arm", "run-1", "1").answer().get("pid");
            await("it tries again", () -> log().contains("it is tried again in 10 s"));
            switch (end) {
                case "forget" -> armed.run("restore.sh", "forget", "run-1").answer();
                case "disarm" -> armed.run("deadman.sh", "disarm", "run-1").answer();
                default -> armed.run("deadman.sh", "arm", "run-1", "60").answer();
            }
            await("the timer ends after " + end, () -> !runs(pid));
            assertThat(log()).as("it ends for " + end).doesNotContain("nothing is tried any more");
        }
        assertThat(armed.run("deadman.sh", "status", "run-1").answer())
                .containsEntry("armed", true)
                .containsEntry("fired", false);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOnTheDiskAloneIsRestoredToo(Shell shell) throws InterruptedException {
        ScriptRunner armed = hasty(shell);
        captured("disk", "run-1");
        Object pid = armed.run("deadman.sh", "arm", "run-1", "1").answer().get("pid");
        await("it has restored", () -> log().contains("\"restored\":"));
        assertThat(runs(pid)).as("it tries again").isTrue();
        assertThat(armed.calls()).contains("sysctl -q -w net/ipv4/tcp_congestion_control=nosuch");
    }

    /** Arm is held up before its timer exists: setsid waits for the file "go". */
    private Process slowArm(Shell shell) {
        ScriptRunner slow = host(shell)
                .stub("flock", ScriptRunner.real("flock"))
                .stub("setsid", ScriptRunner.until(work.resolve("go")) + ScriptRunner.real("setsid"));
        captured("run-1");
        return start(slow, "arm", "run-1", "600");
    }

    private Process start(ScriptRunner runner, String verb, String... arguments) {
        List<String> words = new ArrayList<>(runner.words("deadman.sh", verb));
        words.addAll(List.of(arguments));
        return runner.start(words, Path.of("/dev/null"), work.resolve(verb + ".out"), work.resolve(verb + ".err"));
    }

    private Map<String, Object> said(String verb) throws IOException {
        return new ScriptResult(
                        0, Files.readString(work.resolve(verb + ".out")), Files.readString(work.resolve(verb + ".err")))
                .answer();
    }

    @ParameterizedTest
    @EnumSource
    void aDisarmWaitsForTheArmThatIsStillStarting(Shell shell) throws IOException, InterruptedException {
        Process arm = slowArm(shell);
        await("arm starts its timer", () -> host.calls().stream().anyMatch(c -> c.startsWith("setsid ")));
        Process disarm = start(host, "disarm", "run-1");
        await("disarm asks for the lock", () -> Collections.frequency(host.calls(), "flock -n 9") > 1);
        host.file("go", "");
        assertThat(arm.waitFor()).isZero();
        assertThat(disarm.waitFor()).isZero();
        assertThat(said("disarm")).containsEntry("changed", true).containsEntry("armed", false);
        assertThat(runs(said("arm").get("pid"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theTimerOfAnArmThatWasKilledIsDisarmedToo(Shell shell) throws IOException, InterruptedException {
        Process arm = slowArm(shell);
        await("arm starts its timer", () -> host.calls().stream().anyMatch(c -> c.startsWith("setsid ")));
        List<ProcessHandle> timer = arm.children()
                .filter(p -> p.info().commandLine().orElse("").contains("setsid"))
                .toList();
        assertThat(timer).hasSize(1);
        arm.destroyForcibly().waitFor();
        Process disarm = start(host, "disarm", "run-1");
        await("disarm asks for the lock", () -> Collections.frequency(host.calls(), "flock -n 9") > 1);
        host.file("go", "");
        assertThat(disarm.waitFor()).isZero();
        assertThat(said("disarm")).containsEntry("changed", true).containsEntry("armed", false);
        assertThat(runs(timer.get(0).pid())).isFalse();
    }
}
