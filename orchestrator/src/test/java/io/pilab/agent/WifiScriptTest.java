package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WifiScriptTest {
    @TempDir
    Path work;

    @ParameterizedTest
    @EnumSource
    void wpaCliIsAskedFirst(Shell shell) {
        ScriptRunner host =
                new ScriptRunner(shell, work).stub("wpa_cli", "echo OK").stub("nmcli", "echo '100 (connected)'");

        assertThat(host.run("wifi.sh", "leave", "wlan0").answer()).containsEntry("changed", true);
        assertThat(host.run("wifi.sh", "join", "wlan0").stderr()).isEqualTo("+ wpa_cli -i wlan0 reconnect\n");
        assertThat(host.calls())
                .containsExactly(
                        "wpa_cli -i wlan0 status",
                        "wpa_cli -i wlan0 disconnect",
                        "wpa_cli -i wlan0 status",
                        "wpa_cli -i wlan0 reconnect");
    }

    @ParameterizedTest
    @EnumSource
    void networkManagerIsAskedWhereWpaCliHasNoSocket(Shell shell) {
        ScriptRunner host =
                new ScriptRunner(shell, work).stub("wpa_cli", "exit 255").stub("nmcli", "echo '100 (connected)'");

        assertThat(host.run("wifi.sh", "leave", "wlan0").answer()).containsEntry("changed", true);
        assertThat(host.run("wifi.sh", "join", "wlan0").answer()).containsEntry("changed", true);
        assertThat(host.calls())
                .contains("nmcli --wait 15 device disconnect wlan0", "nmcli --wait 15 device connect wlan0");
    }

    @ParameterizedTest
    @EnumSource
    void anInterfaceThatNobodyManagesIsNotSupported(Shell shell) {
        ScriptRunner host =
                new ScriptRunner(shell, work).stub("wpa_cli", "exit 255").stub("nmcli", "echo '10 (unmanaged)'");
        ScriptResult result = host.run("wifi.sh", "leave", "wlan0");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.stderr()).isEqualTo("wifi.sh: neither wpa_cli nor nmcli manages wlan0\n");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheProgramRefusesIsAFailure(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work)
                .stub("wpa_cli", "case \"$*\" in *status) echo OK ;; *) echo FAIL ;; esac");
        ScriptResult result = host.run("wifi.sh", "leave", "wlan0");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).endsWith("wifi.sh: wpa_cli disconnect said: FAIL\n");
        assertThat(host.run("wifi.sh", "leave", "lo").exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void theNetworkOfEachRadioIsTold(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work)
                .stub(
                        "iw",
                        "case $2 in wlan0) printf 'Connected to 02:00:00:00:00:01\\n\\tSSID: The \"Lab\"\\n' ;; *) echo 'Not connected.' ;; esac")
                .environment("PILAB_SYS", work.resolve("sys").toString());
        host.file("sys/class/net/wlan0/phy80211/name", "phy0\n");
        host.file("sys/class/net/wlan1/phy80211/name", "phy1\n");
        host.file("sys/class/net/eth0/operstate", "up\n");

        assertThat(host.run("wifi.sh", "networks").answer()).isEqualTo(Map.of("wlan0", "The \"Lab\""));
    }
}
