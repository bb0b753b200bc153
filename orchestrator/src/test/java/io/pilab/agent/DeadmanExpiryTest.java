package io.pilab.agent;

import static io.pilab.agent.TestingTrialHost.specification;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a dead-man does to running trials at its time; the trials and the timers are real. */
class DeadmanExpiryTest {
    private static final String ID = TestingTrialHost.RUN + "-" + TestingTrialHost.TRIAL;
    private static final String HANGS = "echo \"$START\"; sleep 300";

    @TempDir
    Path work;

    private TestingTrialHost host;

    /** A host on which this id is captured, its trial runs, and a timer of two seconds lasts until there is the file "go". */
    private void start(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);
        host.runner()
                .stub("tc", "")
                .stub("sysctl", "")
                .stub(
                        "sleep",
                        "case $1 in [12]) " + ScriptRunner.until(work.resolve("go"))
                                + "command -p sleep 0.05; exit ;; esac; " + ScriptRunner.real("sleep"));
        assertThat(host.runner().run("snapshot.sh", "capture", ID).exitCode()).isZero();
        host.start(HANGS);
        host.awaitTraffic();
    }

    @AfterEach
    void noProcessStays() {
        if (host != null) {
            host.runner().file("go", "");
            host.runner().run("deadman.sh", "disarm", ID);
            host.close();
        }
    }

    private String stateOf(String run, String trial) {
        return (String) host.runner()
                .run("experiment.sh", "status", run, trial)
                .answer()
                .get("state");
    }

    private Map<String, Object> timer() {
        return host.runner().run("deadman.sh", "status", ID).answer();
    }

    private void expire() {
        Object timer = timer().get("pid");
        host.runner().file("go", "");
        end(timer);
    }

    private void end(Object timer) {
        Await.until("the timer ends", () -> !ScriptRunner.runs(((Number) timer).longValue()));
        assertThat(timer()).containsEntry("armed", false);
    }

    @ParameterizedTest
    @EnumSource
    void itStopsItsOwnTrialAndNoOther(Shell shell) {
        start(shell);
        String other = specification(host.traffic(HANGS)).replace("5201", "5202");
        host.runner()
                .runWith(other, "experiment.sh", "prepare", "run-2", "01-mptcp")
                .answer();
        host.arm("run-2", "01-mptcp", 600);
        host.runner().run("experiment.sh", "start", "run-2", "01-mptcp").answer();
        try {
            host.runner().run("deadman.sh", "arm", ID, "2").answer();
            expire();
            assertThat(timer()).containsEntry("fired", true);
            assertThat(host.status()).isEqualTo("done");
            assertThat(host.processes()).isEmpty();
            assertThat(stateOf("run-2", "01-mptcp")).isEqualTo("running");
        } finally {
            host.runner().run("experiment.sh", "stop", "run-2", "01-mptcp").answer();
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterItsRunWasForgottenItDoesNothing(Shell shell) {
        start(shell);
        host.runner().run("deadman.sh", "arm", ID, "2").answer();
        host.runner().run("restore.sh", "forget", ID).answer();
        List<String> before = toolCalls();
        expire();
        assertThat(timer()).containsEntry("fired", false);
        assertThat(host.status()).isEqualTo("running");
        assertThat(toolCalls()).isEqualTo(before);
        assertThat(work.resolve("base/deadman/" + ID + "/log"))
                .content()
                .isEqualTo("deadman.sh: run " + ID + " is not captured any more: nothing is done\n");
    }

    @ParameterizedTest
    @EnumSource
    void whereItsSleepCannotBeStartedItWaitsAllTheSame(Shell shell) {
        start(shell);
        Path failed = work.resolve("failed");
        host.runner()
                .stub(
                        "sleep",
                        "case $1 in [1-5]) [ -e " + failed + " ] || { : >" + failed + "; exit 1; } ;; esac; "
                                + ScriptRunner.real("sleep"));
        Object timer = host.runner().run("deadman.sh", "arm", ID, "2").answer().get("pid");
        Await.until("its sleep has failed", () -> failed.toFile().exists());
        assertThat(timer()).containsEntry("armed", true).containsEntry("pid", timer);
        end(timer);
        assertThat(timer()).containsEntry("fired", true);
        assertThat(host.processes()).isEmpty();
        assertThat(work.resolve("base/state/" + ID + "/restored")).exists();
    }

    /** Calls of the tools that could change the host; the running trial only waits. */
    private List<String> toolCalls() {
        return host.runner().calls().stream()
                .filter(c -> c.startsWith("ip ") || c.startsWith("tc ") || c.startsWith("sysctl "))
                .toList();
    }
}
