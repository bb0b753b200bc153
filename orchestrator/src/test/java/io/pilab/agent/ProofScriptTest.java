package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code proof.sh} with tools that take back some of what they print. */
class ProofScriptTest {
    private static final String LINKS = "wlan0 up mtu 1400 # UP\neth0 up mtu 1500 # UP\n";
    private static final String SHAPER = "dev wlan0 root handle 8005: htb default 0x20\n";
    private static final String CLASS = "dev wlan0 class htb 8005:1 root rate 60Mbit\n";
    private static final String DEFAULT = "dev eth0 root handle 0: fq_codel limit 10240p\n";

    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work)
                .stub("readlink", "echo 'net:[1]'")
                .stub("ip", "case $* in *rawflags*) exit 1 ;; esac")
                .stub("tc", """
                        case "$*" in
                          'qdisc replace dev lo root handle 8005: htb '*) : >"$PILAB_BASE/made" ;;
                          'qdisc show') [ ! -e "$PILAB_BASE/made" ] || echo 'qdisc htb 8005: dev lo root refcnt 2 default 0x20' ;;
                        esac""");
        host.file("proc/sys/net/mptcp/enabled", "1\n");
        host.file("base/proof/links", LINKS);
        host.file("base/proof/qdiscs", "");
        host.file("base/proof/endpoints", "");
        return host.environment("PILAB_PROC", work.resolve("proc").toString());
    }

    private Map<String, Object> prove(ScriptRunner host) {
        return host.run(
                        "proof.sh",
                        "inside",
                        "net:[0]",
                        work.resolve("base/proof").toString(),
                        "eth0",
                        "wlan0")
                .answer();
    }

    @ParameterizedTest
    @EnumSource
    void whatComesBackAsItWasNeedsNoWord(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("base/proof/qdiscs", SHAPER + DEFAULT);
        assertThat(prove(host)).isEmpty();
        assertThat(host.calls()).contains("ip link set dev lo mtu 1400");
    }

    @ParameterizedTest
    @EnumSource
    void classesThatDoNotComeBackAreNamed(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("base/proof/qdiscs", SHAPER + CLASS);
        assertThat(prove(host)).isEqualTo(Map.of("qdisc wlan0", "missing: class htb 8005:1 root rate 60Mbit"));
    }

    @ParameterizedTest
    @EnumSource
    void whatHangsAtTheIngressIsNotTakenAway(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("base/proof/qdiscs", "dev wlan0 parent ffff:fff1 handle ffff: clsact\n");
        assertThat(prove(host)).isEmpty();
        assertThat(host.calls()).noneMatch(c -> c.startsWith("tc "));
    }

    @ParameterizedTest
    @EnumSource
    void aDefaultThatIsAnotherOneNowIsNamed(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("proc/sys/net/core/default_qdisc", "fq\n");
        host.file("base/proof/qdiscs", DEFAULT);
        assertThat(prove(host))
                .isEqualTo(Map.of(
                        "qdisc eth0",
                        "the default is fq now (net.core.default_qdisc), and would not be fq_codel again"));
    }

    @ParameterizedTest
    @EnumSource
    void theDefaultComesBackByItself(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("proc/sys/net/core/default_qdisc", "fq_codel\n");
        host.file("base/proof/qdiscs", DEFAULT + "dev wlan0 root handle 0: mq\n");
        assertThat(prove(host)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointWithAFlagThatTheToolDoesNotKnowIsNamed(Shell shell) {
        ScriptRunner host = host(shell);
        host.file("base/proof/endpoints", "10.9.9.9 id 7 subflow rawflags 20 dev wlan0\n");
        assertThat(prove(host)).isEqualTo(Map.of("endpoint 10.9.9.9", "missing: 10.9.9.9 id 7 subflow rawflags 20"));
        assertThat(host.calls()).contains("ip mptcp endpoint add 10.9.9.9 id 7 subflow rawflags 20 dev lo");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsTriedInTheHostsOwnNamespace(Shell shell) {
        ScriptRunner host = host(shell);
        ScriptResult result = host.run("proof.sh", "inside", "net:[1]", work.toString(), "eth0");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(host.calls()).allMatch(c -> c.startsWith("readlink "));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftWhereNoNamespaceCanBeMade(Shell shell) {
        ScriptRunner host = host(shell).stub("unshare", "exit 1");
        assertThat(host.run("proof.sh", "collect", "eth0").exitCode()).isEqualTo(4);
        assertThat(work.resolve("base").toFile().list()).containsExactly("proof");
    }
}
