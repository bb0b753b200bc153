package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RigCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void helpNamesTheCommandsWithAnExample() {
        assertThat(run("rig", "--help")).isZero();

        assertThat(out.toString())
                .contains("up ", "status ", "exec ", "down ", "root ")
                .contains("sudo pilab rig exec -- pilab run scenarios/wlan0-down.yaml");
    }

    @Test
    void execNeedsACommand() {
        assertThat(run("rig", "exec")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).startsWith("pilab: Missing required parameter: 'CMD'");
    }

    @Test
    void anOptionAfterTheCommandIsTheCommands() {
        String file = directory.resolve("none.yaml").toString();

        assertThat(run("rig", "exec", "-f", file, "ls", "--no-such-option", "-f"))
                .isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("none.yaml").doesNotContain("no-such-option");
    }

    private int run(String... words) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), words);
    }
}
