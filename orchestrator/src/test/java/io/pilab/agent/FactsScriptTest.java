package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FactsScriptTest {
    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        ScriptRunner runner = new ScriptRunner(shell, work)
                .asRoot()
                .stub("ip", """
                        case "$*" in
                          -V) echo 'ip utility, iproute2-6.15.0, libbpf 1.5.0' ;;
                          '-j -4 addr show') echo '[{"ifname":"eth0"}]' ;;
                          '-o route get 172.31.0.9 from 172.31.0.133')
                            echo '172.31.0.9 from 172.31.0.133 dev eth0 table 101 uid 0 \\    cache ' ;;
                          '-o addr show')
                            echo '2: wlan0    inet 172.31.0.13/24 scope global wlan0'
                            echo '3: eth0    inet 172.31.0.133/24 scope global eth0' ;;
                        esac""")
                .stub("ss", "printf 'LISTEN 0 4096 0.0.0.0:5201 0.0.0.0:* users:((\"iperf3\",pid=7,fd=3)) \\n'")
                .stub("dpkg", "echo arm64")
                .stub("getconf", "echo glibc 2.41");
        runner.file("proc/sys/net/mptcp/enabled", "1\n");
        runner.file("proc/sys/net/ipv4/tcp_congestion_control", "cubic\n");
        runner.file("proc/sys/kernel/random/boot_id", "0-1-2\n");
        return runner.environment("SSH_CONNECTION", "")
                .environment("PILAB_PROC", work.resolve("proc").toString())
                .environment("PILAB_ROOT", work.toString());
    }

    private void iperf3(ScriptRunner host, String path, String body) {
        Path file = host.file(path, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void oneObjectTellsEverything(Shell shell) {
        Map<String, Object> facts = host(shell)
                .run("facts.sh", "collect", "172.31.0.9", "172.31.0.133")
                .answer();
        assertThat(facts)
                .containsEntry("architecture", "arm64")
                .containsEntry("libc", "glibc 2.41")
                .containsEntry("mptcp_enabled", 1)
                .containsEntry("iproute2", "6.15.0")
                .containsEntry("congestion_control", "cubic")
                .containsEntry("addresses", List.of(Map.of("ifname", "eth0")))
                .containsEntry("ssh_interface", "eth0")
                .containsEntry("ssh_address_interface", "eth0")
                .containsEntry("iperf3", List.of())
                .containsEntry("missing_tools", List.of())
                .containsEntry("boot_id", "0-1-2")
                .containsEntry(
                        "listeners_5201",
                        List.of(Map.of("local", "0.0.0.0:5201", "process", "users:((\"iperf3\",pid=7,fd=3))")));
        assertThat(facts.get("kernel")).isEqualTo(System.getProperty("os.version"));
        assertThat((String) facts.get("release")).matches("[a-z]+-[0-9.]*");
        assertThat(facts.get("os"))
                .asInstanceOf(InstanceOfAssertFactories.STRING)
                .isNotBlank();
        assertThat(facts.get("free_run_kb")).isInstanceOf(Number.class);
        assertThat(((Number) facts.get("time_ns")).longValue() / 1_000_000_000)
                .isCloseTo(System.currentTimeMillis() / 1000, org.assertj.core.data.Offset.offset(30L));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsUnknownIsNull(Shell shell) {
        ScriptRunner host = host(shell);
        assertThat(work.resolve("proc/sys/net/mptcp/enabled").toFile().delete()).isTrue();
        assertThat(host.run("facts.sh", "collect").answer())
                .containsEntry("mptcp_enabled", null)
                .containsEntry("ssh_interface", null)
                .containsEntry("ssh_address_interface", null);
    }

    @ParameterizedTest
    @EnumSource
    void aToolThatIsMissingIsNamed(Shell shell) {
        ScriptRunner host = host(shell).stub("date", "echo 1795327414N");
        ScriptResult result = host.run("facts.sh", "collect");
        assertThat(result.stdout()).contains("\"missing_tools\":[\"date +%N\"]");
    }

    @ParameterizedTest
    @EnumSource
    void theConnectionIsItsOwnWhereSudoDoesNotHideIt(Shell shell) {
        ScriptRunner host = host(shell).environment("SSH_CONNECTION", "172.31.0.9 50000 172.31.0.133 22");
        assertThat(host.run("facts.sh", "collect").answer())
                .containsEntry("ssh_interface", "eth0")
                .containsEntry("ssh_address_interface", "eth0");
        for (String none : List.of("UNKNOWN 65535 UNKNOWN 65535", "x;y 1 z 2", "1.2.3.4 1", "$(id) * 3 4 5")) {
            host.environment("SSH_CONNECTION", none);
            assertThat(host.run("facts.sh", "collect").answer()).as(none).containsEntry("ssh_interface", null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLinkLocalClientNamesItsInterface(Shell shell) {
        assertThat(host(shell)
                        .run("facts.sh", "collect", "fe80::1%wlan0", "fe80::2%wlan0")
                        .answer())
                .containsEntry("ssh_interface", "wlan0");
    }

    @ParameterizedTest
    @EnumSource
    void eachIperf3IsReportedAsItReallyRuns(Shell shell) {
        ScriptRunner host = host(shell);
        iperf3(
                host,
                "opt/iperf3-3.21/bin/iperf3",
                "case $1 in --version) echo 'iperf 3.21 (cJSON 1.7.15)' ;; *) echo '  -m, --mptcp use MPTCP' ;; esac");
        iperf3(
                host,
                "usr/local/bin/iperf3",
                "case $1 in --version) echo 'iperf 3.12 (cJSON 1.7.15)' ;; *) echo '  -s, --server' ;; esac");
        iperf3(
                host,
                "usr/bin/iperf3",
                "echo \"iperf3: error while loading shared libraries: \\\"libiperf.so.0\\\"\" >&2; exit 127");
        Map<String, Object> broken = new HashMap<>();
        broken.put("path", work + "/usr/bin/iperf3");
        broken.put("version", null);
        broken.put("mptcp", false);
        broken.put("error", "iperf3: error while loading shared libraries: \"libiperf.so.0\"");
        assertThat(host.run("facts.sh", "collect").answer().get("iperf3"))
                .isEqualTo(List.of(
                        Map.of("path", work + "/opt/iperf3-3.21/bin/iperf3", "version", "3.21", "mptcp", true),
                        Map.of("path", work + "/usr/local/bin/iperf3", "version", "3.12", "mptcp", false),
                        broken));
        for (String path : List.of("opt/iperf3-3.21/bin/iperf3", "usr/local/bin/iperf3", "usr/bin/iperf3")) {
            assertThat(host.calls())
                    .contains(
                            ScriptRunner.unprivileged(work.resolve(path), "--version"),
                            ScriptRunner.unprivileged(work.resolve(path), "--help"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheLoaderComplainsOfIsNoVersion(Shell shell) {
        ScriptRunner host = host(shell);
        String complaint =
                "echo \"ERROR: ld.so: object '/x.so' from /etc/ld.so.preload cannot be preloaded: ignored.\" >&2\n";
        iperf3(
                host,
                "opt/iperf3-3.21/bin/iperf3",
                complaint + "case $1 in --version) echo 'iperf 3.21 (cJSON 1.7.15)' ;; *) echo ' --mptcp' ;; esac");
        iperf3(host, "usr/bin/iperf3", complaint + "echo 'iperf3: no such library' >&2; exit 127");
        Map<String, Object> broken = new HashMap<>();
        broken.put("path", work + "/usr/bin/iperf3");
        broken.put("version", null);
        broken.put("mptcp", false);
        broken.put("error", "iperf3: no such library");
        assertThat(host.run("facts.sh", "collect").answer().get("iperf3"))
                .isEqualTo(List.of(
                        Map.of("path", work + "/opt/iperf3-3.21/bin/iperf3", "version", "3.21", "mptcp", true),
                        broken));
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatTalksWithoutEndIsCutShort(Shell shell) {
        ScriptRunner host = host(shell);
        iperf3(host, "usr/bin/iperf3", "while :; do printf aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done");
        Object found = host.run("facts.sh", "collect").answer().get("iperf3");
        assertThat(found.toString()).hasSizeLessThan(1200).contains("mptcp=false");
    }
}
