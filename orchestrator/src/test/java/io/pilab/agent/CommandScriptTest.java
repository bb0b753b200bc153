package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandScriptTest {
    private static final String NOTHING = "164162165145"; // true
    private static final String TOUCH = "164157165143150040042044110105122105042"; // touch "$HERE"

    @TempDir
    Path work;

    @ParameterizedTest
    @EnumSource
    void whatCutsADeniedInterfaceDoesNotEvenBegin(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work).environment("PILAB_DENY_INTERFACES", "eth0 wlan0");

        ScriptResult denied = host.run("command.sh", "run", NOTHING, NOTHING, "wlan0");

        assertThat(denied.exitCode()).isEqualTo(2);
        assertThat(denied.stderr()).isEqualTo("command.sh: wlan0 is denied: PILAB_DENY_INTERFACES lists it\n");
        assertThat(host.run("command.sh", "run", NOTHING, NOTHING, "wlan1").stderr())
                .isEqualTo("command.sh: PILAB_SAVED names no trial whose state is captured\n");
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingCanBeWrittenWhatTakesCommandsBackStaysWhole(Shell shell) throws IOException {
        ScriptRunner host = trial(shell);
        Path undo = host.file("base/state/r-01-mptcp/undo", TOUCH + "\n" + NOTHING + "\n");
        Files.createSymbolicLink(undo.resolveSibling("undo.new"), Path.of("/dev/full"));

        ScriptResult run = host.run("command.sh", "run", TOUCH, NOTHING);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.stderr()).contains("what takes the command back cannot be kept: it is not run");
        assertThat(work.resolve("here")).doesNotExist();
        assertThat(undo).hasContent(TOUCH + "\n" + NOTHING);

        ScriptResult taken = host.run("command.sh", "undo", NOTHING);
        assertThat(taken.exitCode()).isZero();
        assertThat(taken.stderr()).contains("cannot be written: the restore takes this command back once more");
        assertThat(undo).hasContent(TOUCH + "\n" + NOTHING);
    }

    @ParameterizedTest
    @EnumSource
    void whatTakesACommandBackIsKeptUntilItDid(Shell shell) throws IOException {
        ScriptRunner host = trial(shell);

        host.run("command.sh", "run", NOTHING, TOUCH).answer();
        host.run("command.sh", "run", NOTHING, NOTHING).answer();
        assertThat(host.base().resolve("state/r-01-mptcp/undo")).hasContent(TOUCH + "\n" + NOTHING);

        host.run("command.sh", "undo", NOTHING).answer();
        assertThat(host.base().resolve("state/r-01-mptcp/undo")).hasContent(TOUCH);
        host.run("command.sh", "undo", TOUCH).answer();
        assertThat(host.base().resolve("state/r-01-mptcp/undo")).isEmptyFile();
        assertThat(work.resolve("here")).exists();
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(20)
    void whatACommandSaysIsCutAndHoldsNothingUp(Shell shell) {
        ScriptRunner host = trial(shell);
        String chatty = octal("echo begins; head -c 3000000 /dev/zero | tr '\\000' y; echo >&2");

        ScriptResult run = host.run("command.sh", "run", chatty, chatty);
        assertThat(run.exitCode()).isZero();
        ScriptResult undo = host.run("command.sh", "undo", chatty);
        assertThat(undo.exitCode()).isZero();
        assertThat(undo.stderr()).contains("begins\nyyy").hasSizeBetween(65_000, 67_000);
        assertThat(host.run("command.sh", "run", octal("echo why >&2; exit 7"), NOTHING)
                        .stderr())
                .contains("why\n")
                .endsWith("command.sh: the command failed\n");
        assertThat(work.resolve("base/state/r-01-mptcp")).isDirectoryNotContaining("glob:**/said*");
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(20)
    void whatItLeavesInTheBackgroundHoldsNothingUp(Shell shell) {
        ScriptRunner host = trial(shell);
        String leaving = octal("sleep 3 & echo left");

        host.run("command.sh", "undo", leaving).answer();

        assertThat(work.resolve("base/state/r-01-mptcp")).isDirectoryNotContaining("glob:**/said*");
    }

    private static String octal(String text) {
        StringBuilder digits = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            digits.append(String.format("%03o", b & 0xff));
        }
        return digits.toString();
    }

    private ScriptRunner trial(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work)
                .environment("PILAB_SAVED", work.resolve("base/runs/r/01-mptcp").toString())
                .environment("HERE", work.resolve("here").toString());
        host.file("base/state/r-01-mptcp/captured", "7 2026-11-22T06:03:34Z\n");
        return host;
    }
}
