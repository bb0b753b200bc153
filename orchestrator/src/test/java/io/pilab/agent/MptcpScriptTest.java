package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MptcpScriptTest {
    /** As iproute2 6.1 prints it, the trailing blanks included. */
    private static final String ANSWERS = """
            case "$*" in
              'mptcp endpoint show') printf '172.31.0.133 id 1 subflow dev eth0 \\n172.31.0.173 id 12 signal backup dev wlan0 \\n' ;;
              '-j mptcp endpoint show') echo '[{"address":"172.31.0.133","id":1,"subflow":true,"dev":"eth0"}]' ;;
              'mptcp limits show') echo 'add_addr_accepted 0 subflows 2 ' ;;
              'mptcp endpoint add 172.31.0.9 '*) echo 'Error: too many addresses or duplicate one: -17.' >&2; exit 2 ;;
            esac""";

    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        ScriptRunner runner = new ScriptRunner(shell, work).stub("ip", ANSWERS);
        runner.file("proc/sys/net/mptcp/enabled", "1\n");
        return runner.environment("PILAB_PROC", work.resolve("proc").toString());
    }

    private static List<String> changing(ScriptRunner host) {
        return host.calls().stream().filter(c -> !c.endsWith(" show")).toList();
    }

    @ParameterizedTest
    @EnumSource
    void statusIsOneObject(Shell shell) {
        assertThat(host(shell).run("mptcp.sh", "status").answer())
                .isEqualTo(Map.of(
                        "enabled",
                        1,
                        "limits",
                        Map.of("subflows", 2, "add_addr_accepted", 0),
                        "endpoints",
                        List.of(Map.of("address", "172.31.0.133", "id", 1, "subflow", true, "dev", "eth0"))));
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointIsAdded(Shell shell) {
        ScriptRunner host = host(shell);
        ScriptResult result = host.run("mptcp.sh", "endpoint-add", "172.31.0.173", "wlan0", "2", "backup,subflow");
        assertThat(result.answer()).isEqualTo(Map.of("changed", true));
        assertThat(result.changes())
                .containsExactly("ip mptcp endpoint add 172.31.0.173 dev wlan0 id 2 subflow backup")
                .isEqualTo(changing(host));
    }

    @ParameterizedTest
    @EnumSource
    void theSameEndpointIsNotAddedAgain(Shell shell) {
        ScriptRunner host = host(shell);
        for (String flags : List.of("backup,signal", "signal,backup")) {
            assertThat(host.run("mptcp.sh", "endpoint-add", "172.31.0.173", "wlan0", "12", flags)
                            .answer())
                    .isEqualTo(Map.of("changed", false));
        }
        assertThat(changing(host)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointMayHaveNoDeviceNoFlagAndAPort(Shell shell) {
        ScriptRunner host = host(shell);
        host.run("mptcp.sh", "endpoint-add", "172.31.0.8", "-", "3", "-");
        ScriptResult withPort = host.run("mptcp.sh", "endpoint-add", "172.31.0.7", "eth0", "4", "signal", "5000");
        assertThat(withPort.answer()).isEqualTo(Map.of("changed", true));
        assertThat(changing(host))
                .containsExactly(
                        "ip mptcp endpoint add 172.31.0.8 id 3",
                        "ip mptcp endpoint add 172.31.0.7 dev eth0 id 4 signal port 5000");
    }

    @ParameterizedTest
    @EnumSource
    void anAddressInUseIsExplained(Shell shell) {
        ScriptResult result = host(shell).run("mptcp.sh", "endpoint-add", "172.31.0.9", "eth0", "3", "subflow");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .contains("duplicate one: -17.")
                .contains("mptcp.sh: endpoint 172.31.0.9 id 3 subflow dev eth0 could not be added; there are:"
                        + " 172.31.0.133 id 1 subflow dev eth0");
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointIsDeletedOnce(Shell shell) {
        ScriptRunner host = host(shell);
        assertThat(host.run("mptcp.sh", "endpoint-delete", "12").answer()).isEqualTo(Map.of("changed", true));
        assertThat(host.run("mptcp.sh", "endpoint-delete", "2").answer()).isEqualTo(Map.of("changed", false));
        assertThat(changing(host)).containsExactly("ip mptcp endpoint delete id 12");
    }

    @ParameterizedTest
    @EnumSource
    void limitsAreSetWhenTheyDiffer(Shell shell) {
        ScriptRunner host = host(shell);
        assertThat(host.run("mptcp.sh", "limits", "2", "0").answer()).isEqualTo(Map.of("changed", false));
        assertThat(host.run("mptcp.sh", "limits", "2", "4").answer()).isEqualTo(Map.of("changed", true));
        assertThat(changing(host)).containsExactly("ip mptcp limits set subflows 2 add_addr_accepted 4");
        ScriptResult tooMany = host.run("mptcp.sh", "limits", "9", "0");
        assertThat(tooMany.exitCode()).isEqualTo(2);
        assertThat(tooMany.stderr()).isEqualTo("mptcp.sh: subflows '9' is not a whole number from 0 to 8\n");
    }

    @ParameterizedTest
    @EnumSource
    void flagsAreOnesThatIpKnows(Shell shell) {
        for (String flags : List.of("subflows", "subflow,subflow", "subflow,", ",", "sub", "subflow signal")) {
            ScriptResult result = host(shell).run("mptcp.sh", "endpoint-add", "172.31.0.1", "eth0", "3", flags);
            assertThat(result.exitCode()).as(flags).isEqualTo(2);
            assertThat(result.stderr())
                    .isEqualTo(
                            "mptcp.sh: '" + flags + "' are not flags: signal, subflow, backup, fullmesh, each once\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKernelWithoutMptcpIsNotSupported(Shell shell) {
        ScriptRunner host =
                host(shell).environment("PILAB_PROC", work.resolve("empty").toString());
        ScriptResult result = host.run("mptcp.sh", "status");
        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.stderr()).isEqualTo("mptcp.sh: this kernel has no MPTCP: net.mptcp.enabled does not exist\n");
        assertThat(host.calls()).isEmpty();
    }
}
