package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkScriptTest {
    @TempDir
    Path work;

    private ScriptRunner host(Shell shell, String flags) {
        ScriptRunner runner = new ScriptRunner(shell, work).stub("ip", "");
        runner.file("sys/class/net/wlan0/flags", flags + "\n");
        runner.file("sys/class/net/wlan0/carrier", "1\n");
        return runner.environment("PILAB_SYS", work.resolve("sys").toString());
    }

    @ParameterizedTest
    @EnumSource
    void downTakesAnInterfaceDownWithOneCommand(Shell shell) {
        ScriptRunner host = host(shell, "0x1003");
        ScriptResult result = host.run("link.sh", "down", "wlan0");
        assertThat(result.answer()).isEqualTo(Map.of("interface", "wlan0", "up", false, "changed", true));
        assertThat(result.stderr()).isEqualTo("+ ip link set dev wlan0 down\n");
        assertThat(host.calls()).containsExactly("ip link set dev wlan0 down");
    }

    @ParameterizedTest
    @EnumSource
    void downOfAnInterfaceThatIsDownChangesNothing(Shell shell) {
        assertThat(host(shell, "0x1002").run("link.sh", "down", "wlan0").answer())
                .containsEntry("changed", false);
    }

    @ParameterizedTest
    @EnumSource
    void upTakesItUpAgain(Shell shell) {
        ScriptRunner host = host(shell, "0x1002");
        assertThat(host.run("link.sh", "up", "wlan0").answer())
                .isEqualTo(Map.of("interface", "wlan0", "up", true, "changed", true));
        assertThat(host.calls()).containsExactly("ip link set dev wlan0 up");
        host(shell, "0x1003");
        assertThat(host.run("link.sh", "up", "wlan0").answer()).containsEntry("changed", false);
    }

    @ParameterizedTest
    @EnumSource
    void statusTellsHowItIs(Shell shell) {
        ScriptRunner host = host(shell, "0x1003");
        assertThat(host.run("link.sh", "status", "wlan0").answer())
                .isEqualTo(Map.of("interface", "wlan0", "up", true, "running", true));
        ScriptResult unknown = host.run("link.sh", "status", "wlan9");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.stderr()).isEqualTo("link.sh: no interface wlan9\n");
        assertThat(host.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownInterfaceIsAFailure(Shell shell) {
        ScriptRunner host = host(shell, "0x1003").stub("ip", "echo 'Cannot find device \"wlan9\"' >&2; exit 1");
        ScriptResult result = host.run("link.sh", "down", "wlan9");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .contains("Cannot find device \"wlan9\"")
                .endsWith("link.sh: wlan9 could not be set down\n");
    }

    @ParameterizedTest
    @EnumSource
    void theLoopbackAndDeniedInterfacesAreRefused(Shell shell) {
        ScriptRunner host = host(shell, "0x1003").environment("PILAB_DENY_INTERFACES", "eth0 usb0");
        host.file("base/deny-interfaces", "wlan1\nwlan0");
        ScriptResult loopback = host.run("link.sh", "down", "lo");
        assertThat(loopback.exitCode()).isEqualTo(2);
        assertThat(loopback.stderr()).isEqualTo("link.sh: lo is never touched: the host itself needs it\n");
        ScriptResult usb0 = host.run("link.sh", "up", "usb0");
        assertThat(usb0.exitCode()).isEqualTo(2);
        assertThat(usb0.stderr()).isEqualTo("link.sh: usb0 is denied: PILAB_DENY_INTERFACES lists it\n");
        ScriptResult wlan0 = host.run("link.sh", "down", "wlan0");
        assertThat(wlan0.exitCode()).isEqualTo(2);
        assertThat(wlan0.stderr())
                .isEqualTo("link.sh: wlan0 is denied: " + host.base() + "/deny-interfaces lists it\n");
        assertThat(host.calls()).isEmpty();
    }
}
