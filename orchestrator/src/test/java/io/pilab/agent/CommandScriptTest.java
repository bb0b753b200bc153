package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandScriptTest {
    private static final String NOTHING = "164162165145"; // true
    private static final String STATE = "base/state/run-1-01-mptcp";

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
    void whatCanNotBeTakenBackAfterwardsIsNotRun(Shell shell) throws Exception {
        ScriptRunner host = captured(shell);
        Path undo = host.file(STATE + "/undo", NOTHING + "\n");
        noRoomBeside(undo);

        ScriptResult result = host.run("command.sh", "run", octal("touch '" + work + "/ran'"), octal("exit 0"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).endsWith(undo + " can not be written: the command is not run\n");
        assertThat(work.resolve("ran")).doesNotExist();
        assertThat(undo).hasContent(NOTHING);

        assertThat(host.run("command.sh", "run", octal("touch '" + work + "/ran'"), octal("exit 0"))
                        .answer())
                .isEqualTo(Map.of("changed", true));
        assertThat(work.resolve("ran")).exists();
        assertThat(undo).hasContent(NOTHING + "\n" + octal("exit 0"));
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskLosesNoOtherCommandsWayBack(Shell shell) throws Exception {
        ScriptRunner host = captured(shell);
        Path undo = host.file(STATE + "/undo", NOTHING + "\n" + octal("exit 0") + "\n");
        noRoomBeside(undo);

        ScriptResult result = host.run("command.sh", "undo", NOTHING);

        assertThat(result.answer()).isEqualTo(Map.of("changed", true));
        assertThat(result.stderr())
                .endsWith(undo + " can not be written: a restore runs this command once more: true\n");
        assertThat(undo).hasContent(NOTHING + "\n" + octal("exit 0"));

        assertThat(host.run("command.sh", "undo", NOTHING).answer()).isEqualTo(Map.of("changed", true));
        assertThat(undo).hasContent(octal("exit 0"));
        assertThat(host.run("command.sh", "undo", octal("exit 0")).answer()).isEqualTo(Map.of("changed", true));
        assertThat(undo).isEmptyFile();
    }

    /** A host that has captured its state for the trial whose folder {@code PILAB_SAVED} names. */
    private ScriptRunner captured(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work)
                .environment(
                        "PILAB_SAVED", work.resolve("base/runs/run-1/01-mptcp").toString());
        host.file(STATE + "/captured", "1 2026-11-22T06:03:34Z\n");
        return host;
    }

    /** The next thing that is written beside that file meets a full disk. */
    private static void noRoomBeside(Path file) throws IOException {
        Files.createSymbolicLink(file.resolveSibling(file.getFileName() + ".new"), Path.of("/dev/full"));
    }

    private static String octal(String command) {
        return command.chars().mapToObj("%03o"::formatted).collect(Collectors.joining());
    }
}
