package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PersistScriptTest {
    private static final String SPOOL = "runs/r/01-mptcp";
    private static final String STATE = "state/r-01-mptcp";

    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work);
        host.file("base/" + SPOOL + "/spec", "port 5201\n");
        host.file("base/" + SPOOL + "/pid", "1 1\n");
        host.file("base/" + SPOOL + "/agent.jsonl", "one\n");
        host.file("base/" + STATE + "/captured", "7 2026-11-22T06:03:34Z\n");
        host.file("base/applied/record", "limits 2 4 2 0\n");
        return host;
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void whatIsKeptIsWrittenOnTheDiskAndSeenInRun(Shell shell) throws IOException {
        ScriptRunner host = host(shell);

        assertThat(host.run("persist.sh", "keep", "r", "01-mptcp").answer()).containsEntry("changed", true);
        assertThat(host.run("persist.sh", "keep", "r", "01-mptcp").exitCode())
                .as("again")
                .isZero();

        host.file("base/" + SPOOL + "/agent.jsonl", "one\ntwo\n");
        assertThat(host.disk().resolve(SPOOL + "/agent.jsonl")).hasContent("one\ntwo");
        assertThat(host.base().resolve(SPOOL)).isSymbolicLink();
        assertThat(host.base().resolve(STATE)).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(host.disk().resolve("state"))))
                .isEqualTo("rwx------");
        assertThat(host.run("snapshot.sh", "list").objects()).hasSize(1);
        assertThat(host.run("persist.sh", "recover").answer())
                .as("nothing is lost")
                .containsEntry("changed", false);
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void afterARestartAllOfItIsBroughtBackAndNothingStays(Shell shell) throws IOException {
        ScriptRunner host = host(shell);
        host.run("persist.sh", "keep", "r", "01-mptcp").answer();
        delete(host.base());
        assertThat(host.run("snapshot.sh", "list").objects())
                .singleElement()
                .satisfies(run -> assertThat(run).containsEntry("run", "r-01-mptcp"));
        assertThat(host.run("snapshot.sh", "capture", "other").stderr())
                .contains("run r-01-mptcp is captured since 2026-11-22T06:03:34Z and not forgotten");
        delete(host.base());

        assertThat(host.run("persist.sh", "recover").answer()).containsEntry("changed", true);

        assertThat(host.base().resolve(SPOOL + "/agent.jsonl")).hasContent("one");
        assertThat(host.base().resolve(SPOOL))
                .isDirectory()
                .satisfies(f -> assertThat(Files.isSymbolicLink(f)).isFalse());
        assertThat(host.run("experiment.sh", "status", "r", "01-mptcp").answer())
                .containsEntry("state", "died");
        assertThat(host.run("experiment.sh", "stop", "r", "01-mptcp").exitCode())
                .isZero();
        assertThat(host.base().resolve(STATE + "/captured")).exists();
        assertThat(host.base().resolve("applied/record")).hasContent("limits 2 4 2 0");
        assertThat(host.disk()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void homeBringsItBackWithoutARestartToo(Shell shell) {
        ScriptRunner host = host(shell);
        host.run("persist.sh", "keep", "r", "01-mptcp").answer();

        assertThat(host.run("persist.sh", "release").answer()).containsEntry("changed", true);

        assertThat(host.base().resolve(SPOOL + "/pid")).hasContent("1 1");
        assertThat(host.base().resolve(STATE + "/captured")).exists();
        assertThat(host.disk()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void oneThatIsKilledWhileItKeepsLeavesAWholeCapturedState(Shell shell) {
        for (int step = 1; step <= 6; step++) {
            ScriptRunner host = host(shell);
            host.file("base/" + STATE + "/links", "wlan0 up mtu 1500\n");
            host.file("left", "x".repeat(step));
            String dies = "case \"$*\" in *state/*r-01-mptcp*) left=$(cat '" + work
                    + "/left'); left=${left#x}; printf %s \"$left\" >'"
                    + work + "/left'; for last; do :; done; [ -n \"$left\" ] || { command -p rm -f \"$last/links\";"
                    + " kill -KILL $PPID; exit 1; } ;; esac\n";
            host.stub("mv", dies + ScriptRunner.real("mv")).stub("rm", dies + ScriptRunner.real("rm"));

            assertThat(host.run("persist.sh", "keep", "r", "01-mptcp").exitCode())
                    .as("step %s", step)
                    .isNotZero();

            host.stub("mv", ScriptRunner.real("mv")).stub("rm", ScriptRunner.real("rm"));
            Path saved = Stream.of(host.base(), host.disk())
                    .map(folder -> folder.resolve(STATE))
                    .filter(state -> Files.exists(state.resolve("captured")))
                    .findFirst()
                    .orElseThrow();
            assertThat(saved.resolve("links")).as("step %s", step).hasContent("wlan0 up mtu 1500");
        }
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void whoeverRemovesATrialRemovesWhatIsKept(Shell shell) {
        ScriptRunner host = host(shell);
        host.run("persist.sh", "keep", "r", "01-mptcp").answer();

        host.run("experiment.sh", "remove", "r", "01-mptcp").answer();
        host.run("restore.sh", "forget", "r-01-mptcp").answer();

        assertThat(host.disk()).doesNotExist();
        assertThat(host.base().resolve(STATE)).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void aTrialThatIsNotThereIsRefused(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work);

        ScriptResult kept = host.run("persist.sh", "keep", "r", "01-mptcp");

        assertThat(kept.exitCode()).isEqualTo(1);
        assertThat(kept.stderr()).contains("there is no " + host.base().resolve(STATE));
        assertThat(host.run("persist.sh", "keep", "../r", "01-mptcp").exitCode())
                .isEqualTo(2);
        assertThat(host.run("persist.sh", "recover").answer()).containsEntry("changed", false);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
