package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutingScriptTest {
    private static final String[] APPLY = {"apply", "wlan0", "172.31.0.173", "172.31.0.0/24", "102", "10102"};
    private static final String[] REMOVE = {"remove", "wlan0", "172.31.0.173", "172.31.0.0/24", "102", "10102"};

    /** A table and its rule as files that the stub changes. */
    private static final String ANSWERS = """
            cd "${0%/*}"
            case "$*" in
              *'route show table 102 exact 172.31.0.0/24')
                [ -e route ] || { echo 'Error: ipv4: FIB table does not exist.' >&2; exit 2; }
                printf '172.31.0.0/24 dev wlan0 scope link src 172.31.0.173 linkdown \\n' ;;
              *'route show table 102 exact default') [ ! -e default ] || printf 'default via 172.31.0.1 dev wlan0 \\n' ;;
              *'rule show pref 10102') [ ! -e rule ] || printf '10102:\\tfrom 172.31.0.173 lookup 102\\n' ;;
              *'route replace default'*) : >default ;;
              *'route replace'*) : >route ;;
              *'rule add'*) : >rule ;;
              *'route del default'*) rm default ;;
              *'route del'*) rm route ;;
              *'rule del'*) rm rule ;;
              *'-j '*) echo '[]' ;;
            esac""";

    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        ScriptRunner runner = new ScriptRunner(shell, work).stub("ip", ANSWERS).stub("sysctl", "");
        runner.file("proc/sys/net/ipv4/conf/all/arp_ignore", "0\n");
        runner.file("proc/sys/net/ipv4/conf/all/arp_announce", "2\n");
        runner.file("proc/sys/net/ipv4/conf/eth0.100/rp_filter", "2\n");
        return runner.environment("PILAB_PROC", work.resolve("proc").toString());
    }

    @ParameterizedTest
    @EnumSource
    void applyMakesTheRouteThenTheRule(Shell shell) {
        ScriptRunner host = host(shell);
        ScriptResult first = host.run("routing.sh", APPLY);
        assertThat(first.answer()).isEqualTo(Map.of("changed", true));
        assertThat(first.changes())
                .containsExactly(
                        "ip -4 route replace 172.31.0.0/24 dev wlan0 scope link src 172.31.0.173 table 102",
                        "ip -4 rule add from 172.31.0.173 lookup 102 pref 10102");
        ScriptResult second = host.run("routing.sh", APPLY);
        assertThat(second.answer()).isEqualTo(Map.of("changed", false));
        assertThat(second.stderr()).isEmpty();
        assertThat(host.calls().stream().filter(c -> c.contains("rule add"))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aGatewayMakesADefaultRouteBetweenThem(Shell shell) {
        ScriptRunner host = host(shell);
        String[] withGateway = {"apply", "wlan0", "172.31.0.173", "172.31.0.0/24", "102", "10102", "172.31.0.1"};
        assertThat(host.run("routing.sh", withGateway).changes())
                .hasSize(3)
                .element(1)
                .isEqualTo("ip -4 route replace default via 172.31.0.1 dev wlan0 table 102");
        assertThat(host.run("routing.sh", withGateway).answer()).isEqualTo(Map.of("changed", false));
        withGateway[0] = "remove";
        assertThat(host.run("routing.sh", withGateway).changes())
                .containsExactly(
                        "ip -4 rule del from 172.31.0.173 lookup 102 pref 10102",
                        "ip -4 route del default via 172.31.0.1 dev wlan0 table 102",
                        "ip -4 route del 172.31.0.0/24 dev wlan0 table 102");
    }

    @ParameterizedTest
    @EnumSource
    void aLostRouteIsMadeAgainWithoutASecondRule(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("stubs/rule", "");
        assertThat(host.run("routing.sh", APPLY).changes())
                .containsExactly("ip -4 route replace 172.31.0.0/24 dev wlan0 scope link src 172.31.0.173 table 102");
    }

    @ParameterizedTest
    @EnumSource
    void theRuleAndTheRouteCanBeTakenBackApart(Shell shell) {
        ScriptRunner host = host(shell);
        host.run("routing.sh", APPLY);
        String[] words = REMOVE.clone();
        words[0] = "rule-remove";
        assertThat(host.run("routing.sh", words).changes())
                .containsExactly("ip -4 rule del from 172.31.0.173 lookup 102 pref 10102");
        assertThat(host.run("routing.sh", words).answer()).isEqualTo(Map.of("changed", false));
        words[0] = "route-remove";
        assertThat(host.run("routing.sh", words).changes())
                .containsExactly("ip -4 route del 172.31.0.0/24 dev wlan0 table 102");
        assertThat(host.run("routing.sh", words).answer()).isEqualTo(Map.of("changed", false));
    }

    @ParameterizedTest
    @EnumSource
    void removeTakesBackWhatIsThere(Shell shell) {
        ScriptRunner host = host(shell);
        assertThat(host.run("routing.sh", REMOVE).answer()).isEqualTo(Map.of("changed", false));
        host.run("routing.sh", APPLY).answer();
        assertThat(host.run("routing.sh", REMOVE).answer()).isEqualTo(Map.of("changed", true));
        assertThat(host.run("routing.sh", REMOVE).answer()).isEqualTo(Map.of("changed", false));
    }

    @ParameterizedTest
    @EnumSource
    void arpSetsOnlyWhatDiffers(Shell shell) {
        ScriptRunner host = host(shell);
        assertThat(host.run("routing.sh", "arp", "1", "2").answer()).isEqualTo(Map.of("changed", true));
        assertThat(host.calls()).containsExactly("sysctl -q -w net.ipv4.conf.all.arp_ignore=1");
        assertThat(host.run("routing.sh", "arp", "0", "2").answer()).isEqualTo(Map.of("changed", false));
    }

    @ParameterizedTest
    @EnumSource
    void statusIsOneObject(Shell shell) {
        assertThat(host(shell).run("routing.sh", "status").answer())
                .isEqualTo(Map.of(
                        "rules",
                        List.of(),
                        "routes",
                        List.of(),
                        "arp",
                        Map.of("ignore", 0, "announce", 2),
                        "rp_filter",
                        Map.of("eth0.100", 2)));
    }

    @ParameterizedTest
    @EnumSource
    void theKernelsOwnTablesAreRefused(Shell shell) {
        ScriptResult result =
                host(shell).run("routing.sh", "apply", "wlan0", "172.31.0.173", "172.31.0.0/24", "254", "10102");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr()).isEqualTo("routing.sh: table 254 is the kernel's own\n");
    }

    @ParameterizedTest
    @EnumSource
    void aFailedCommandIsToldAndEndsIt(Shell shell) {
        ScriptRunner host = host(shell).stub("ip", "echo 'RTNETLINK answers: Network is down' >&2; exit 2");
        ScriptResult result = host.run("routing.sh", APPLY);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .contains("Network is down")
                .endsWith("routing.sh: failed: ip -4 route replace 172.31.0.0/24 dev wlan0 scope link src"
                        + " 172.31.0.173 table 102\n");
    }
}
