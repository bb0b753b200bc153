package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RebootScriptTest {
    @TempDir
    Path work;

    private ScriptRunner host(Shell shell, String systemd) throws IOException {
        ScriptRunner host = new ScriptRunner(shell, work)
                .stub("systemctl", "")
                .stub("reboot", "")
                .environment("PILAB_SYSTEMD", work.resolve(systemd).toString())
                .environment("PILAB_SAVED", work.resolve("base/trial").toString());
        host.file("disk/trial/agent.jsonl", "{\"event\":\"inject\",\"step\":0}\n");
        Files.createDirectories(host.base());
        Files.createSymbolicLink(host.base().resolve("trial"), host.disk().resolve("trial"));
        return host;
    }

    /** The script's own waits last until the test lets them end: all that is left to end them is the log's line. */
    private void restarts(ScriptRunner host, String command) throws IOException {
        Path go = work.resolve("go");
        host.stub("sleep", ScriptRunner.until(go));
        assertThat(host.run("reboot.sh", "now").answer()).containsEntry("changed", true);
        Await.until("it waits", () -> !host.calls().isEmpty());
        assertThat(host.calls()).containsExactly("sleep 0.01");
        host.file("disk/trial/agent.jsonl", "{\"event\":\"inject\",\"step\":0}\n{\"event\":\"inject\",\"step\":1}\n");
        host.file("go", "");
        Await.until("it restarts", () -> host.calls().size() > 1);

        assertThat(host.calls()).containsExactly("sleep 0.01", command);
        assertThat(host.disk().resolve("trial/netstat-after.txt")).isNotEmptyFile();
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void systemdRestartsTheHostWithoutStoppingOneServiceAfterAnother(Shell shell) throws IOException {
        ScriptRunner host = host(shell, "systemd");
        Files.createDirectory(work.resolve("systemd"));

        restarts(host, "systemctl --force reboot");
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void withoutSystemdRebootDoes(Shell shell) throws IOException {
        restarts(host(shell, "nothing"), "reboot -f");
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void nothingIsRestartedWhatWouldLoseItsTrialOrIsDenied(Shell shell) throws IOException {
        ScriptRunner host = host(shell, "nothing");
        host.file("base/deny-interfaces", "eth0\n");
        ScriptResult denied = host.run("reboot.sh", "now");
        assertThat(denied.exitCode()).isEqualTo(2);
        assertThat(denied.stderr()).contains("deny-interfaces lists an interface");

        host.environment("PILAB_DENY_INTERFACES", " eth0 ");
        ScriptResult ours = host.run("reboot.sh", "now");
        assertThat(ours.exitCode()).isEqualTo(2);
        assertThat(ours.stderr()).contains("PILAB_DENY_INTERFACES lists an interface");
        host.environment("PILAB_DENY_INTERFACES", " ");

        host.environment("PILAB_SAVED", host.disk().resolve("trial").toString());
        ScriptResult lost = host.run("reboot.sh", "now");
        assertThat(lost.exitCode()).isEqualTo(1);
        assertThat(lost.stderr()).contains("would be lost: 'persist.sh keep' first");

        assertThat(host.run("reboot.sh", "back").answer()).containsEntry("changed", false);
        assertThat(host.calls()).isEmpty();
    }
}
