package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionScriptTest {
    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        ScriptRunner runner = new ScriptRunner(shell, work);
        runner.file("proc/12/comm", "sshd\n");
        runner.file("sys/class/net/eth0/operstate", "up\n");
        runner.file("sys/class/net/eth0/speed", "1000\n");
        runner.file("sys/class/net/wlan0/operstate", "dormant\n");
        runner.file("sys/class/net/wlan0/wireless/x", "");
        return runner.environment("PILAB_PROC", work.resolve("proc").toString())
                .environment("PILAB_SYS", work.resolve("sys").toString());
    }

    /** As on a Pi with the desktop's usual tools. */
    private ScriptRunner pi(Shell shell) {
        ScriptRunner host = host(shell)
                .stub("vcgencmd", "echo throttled=0x50000")
                .stub("timedatectl", "echo yes")
                .stub("iw", """
                        case "$*" in
                          'dev wlan0 get power_save') echo 'Power save: on' ;;
                          'dev wlan0 link') printf 'Connected to 00:00:5e:00:53:01\\n\\ttx bitrate: 65.0 MBit/s\\n' ;;
                          *) exit 237 ;;
                        esac""")
                .stub("nmcli", """
                        case "$*" in
                          '-g GENERAL.STATE device show eth0') echo '100 (connected)' ;;
                          '-g GENERAL.CONNECTION device show eth0') echo 'Wired connection 1' ;;
                          '-g connection.mptcp-flags connection show Wired connection 1') echo '0x0 (default)' ;;
                          '-g GENERAL.STATE device show wlan0') echo '10 (unmanaged)' ;;
                          '-g GENERAL.CONNECTION device show wlan0') echo ;;
                          *) exit 10 ;;
                        esac""")
                .stub("NetworkManager", """
                        printf '[main]\\nconnection.mptcp-flags=9\\n\\n[connection-lab]\\n'
                        printf 'match-device=interface-name:eth0\\nconnection.mptcp-flags=1\\n'""");
        host.file("proc/13/comm", "NetworkManager\n");
        host.file("proc/sys/net/mptcp/pm_type", "1\n");
        host.file("proc/sys/net/mptcp/path_manager", "userspace\n");
        host.file(
                "proc/net/netstat",
                "TcpExt: Blackhole\nTcpExt: 9\nMPTcpExt: MPCapableSYNRX Blackhole DssFallback\nMPTcpExt: 1 4 0\n");
        host.file("proc/14/comm", "mptcpd\n");
        host.file("sys/class/rfkill/rfkill0/type", "wlan\n");
        host.file("sys/class/rfkill/rfkill0/name", "phy0\n");
        host.file("sys/class/rfkill/rfkill0/soft", "1\n");
        host.file("sys/class/rfkill/rfkill0/hard", "0\n");
        host.file("sys/class/rfkill/rfkill1/type", "bluetooth\n");
        host.file("sys/class/rfkill/rfkill1/soft", "0\n");
        return host;
    }

    @ParameterizedTest
    @EnumSource
    void aPiTellsEverything(Shell shell) {
        Map<String, Object> said =
                pi(shell).run("condition.sh", "collect", "eth0", "wlan0").answer();

        Map<String, Object> eth0 = link("eth0", "up", 1000, false);
        eth0.put("manager_state", "100 (connected)");
        eth0.put("connection", "Wired connection 1");
        eth0.put("mptcp_flags", "0x0 (default)");
        Map<String, Object> wlan0 = link("wlan0", "dormant", null, true);
        wlan0.put("bitrate", "65.0 MBit/s");
        wlan0.put("power_save", "on");
        wlan0.put("manager_state", "10 (unmanaged)");
        assertThat(said)
                .containsEntry("network_manager", true)
                .containsEntry("mptcpd", true)
                .containsEntry("mptcp", Map.of("pm_type", "1", "path_manager", "userspace"))
                .containsEntry("blackholes", 4)
                .containsEntry("default_mptcp_flags", "1")
                .containsEntry("synchronised", true)
                .containsEntry("throttled", "0x50000")
                .containsEntry("blocked", List.of(Map.of("type", "wlan", "name", "phy0", "block", "soft")))
                .containsEntry("interfaces", List.of(eth0, wlan0));
        assertThat(((Map<?, ?>) said.get("free_kb")).get("/var")).isInstanceOf(Number.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotThereIsNull(Shell shell) {
        ScriptRunner host = host(shell);
        List.of("vcgencmd", "timedatectl", "chronyc", "iw", "nmcli", "NetworkManager")
                .forEach(tool -> host.stub(tool, "exit 1"));

        assertThat(host.run("condition.sh", "collect", "eth0", "eth9").answer())
                .containsEntry("network_manager", false)
                .containsEntry("mptcpd", false)
                .containsEntry("mptcp", Map.of())
                .containsEntry("blackholes", null)
                .containsEntry("default_mptcp_flags", null)
                .containsEntry("synchronised", null)
                .containsEntry("throttled", null)
                .containsEntry("blocked", List.of())
                .containsEntry("interfaces", List.of(link("eth0", "up", 1000, false), link("eth9", null, null, false)));
    }

    @ParameterizedTest
    @EnumSource
    void chronyTellsOfTheTimeToo(Shell shell) {
        ScriptRunner host = host(shell)
                .stub("timedatectl", "echo 'System has not been booted with systemd' >&2; exit 1")
                .stub("chronyc", "printf 'Stratum         : 3\\nLeap status     : Not synchronised\\n'");

        assertThat(host.run("condition.sh", "collect", "eth0").answer()).containsEntry("synchronised", false);
    }

    @ParameterizedTest
    @EnumSource
    void aKernelWithItsConfigurationTellsOfIpv6(Shell shell) {
        ScriptRunner host = host(shell).stub("zcat", "printf 'CONFIG_MPTCP=y\\n# CONFIG_MPTCP_IPV6 is not set\\n'");
        assertThat(host.run("condition.sh", "collect", "eth0").answer()).containsEntry("mptcp_ipv6", false);

        host.stub("zcat", "printf 'CONFIG_MPTCP=y\\nCONFIG_MPTCP_IPV6=y\\n'");
        assertThat(host.run("condition.sh", "collect", "eth0").answer()).containsEntry("mptcp_ipv6", true);
    }

    private static Map<String, Object> link(String name, String state, Integer speed, boolean wireless) {
        Map<String, Object> link = new HashMap<>();
        link.put("name", name);
        link.put("state", state);
        link.put("speed", speed);
        link.put("wireless", wireless);
        for (String key : List.of("bitrate", "power_save", "manager_state", "connection", "mptcp_flags")) {
            link.put(key, null);
        }
        return link;
    }
}
