package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandScriptTest {
    private static final String NOTHING = "164162165145"; // true

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
}
