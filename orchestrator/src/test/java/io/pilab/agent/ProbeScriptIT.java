package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.rig.TestingRig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code probe.sh} and {@code impair.sh} for real, as root; the kernel may have netem, or not. */
@ResourceLock(TestingRig.HERE)
class ProbeScriptIT {
    @TempDir
    Path work;

    private ScriptRunner host;
    private TestNamespace network;

    private void start(Shell shell) {
        network = new TestNamespace(new ScriptRunner(shell, work));
        host = new ScriptRunner(shell, work).through("ip", "netns", "exec", network.name());
    }

    @AfterEach
    void nothingStays() {
        network.close();
    }

    private String state() {
        return network.ip("-4 addr")
                + network.ip("rule")
                + network.ip("-4 route show table all")
                + network.ip("mptcp endpoint")
                + network.ip("mptcp limits")
                + network.run("tc qdisc show");
    }

    @ParameterizedTest
    @EnumSource
    void whatThisKernelCanIsTriedAndTheHostStaysAsItWas(Shell shell) {
        start(shell);
        String before = state();

        Map<String, Object> abilities = host.run("probe.sh", "abilities").answer();

        assertThat(abilities)
                .containsOnlyKeys(
                        "endpoint", "limits", "monitor", "sockets", "sources", "netem", "tbf", "nft", "wifi", "switch")
                .containsEntry("endpoint", null)
                .containsEntry("limits", null)
                .containsEntry("monitor", null)
                .containsEntry("sockets", null)
                .containsEntry("sources", null)
                .containsEntry("tbf", null);
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void insideItWorksUnderThisShellToo(Shell shell) {
        start(shell);
        assertThat(host.run("probe.sh", "inside", "net:[1]").answer())
                .isEqualTo(host.run("probe.sh", "abilities").answer());
        assertThat(network.ip("mptcp endpoint"))
                .as("it was called in the wrong place")
                .contains("127.0.0.9 id 9");
    }

    @ParameterizedTest
    @EnumSource
    void impairDoesWhatTheProbeSaysAndNothingIsLeft(Shell shell) {
        start(shell);
        String before = state();
        boolean able = host.run("probe.sh", "abilities").answer().get("netem") == null;

        ScriptResult inject = host.run("impair.sh", "inject", "wlan0", "delay", "20ms", "loss", "0.5");

        assertThat(inject.exitCode()).as(inject.stderr()).isEqualTo(able ? 0 : 4);
        assertThat(network.run("tc qdisc show dev wlan0").contains("netem 7069:"))
                .isEqualTo(able);
        assertThat(host.run("impair.sh", "heal", "wlan0").answer()).containsEntry("changed", able);
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aQdiscOfSomebodyElseStaysAlsoForReal(Shell shell) {
        start(shell);
        network.run("tc qdisc replace dev wlan0 root tbf rate 200mbit burst 32k latency 50ms");
        String before = state();

        ScriptResult inject = host.run("impair.sh", "inject", "wlan0", "loss", "5");

        assertThat(inject.exitCode()).as(inject.stderr()).isEqualTo(1);
        assertThat(inject.stderr()).contains("wlan0 has a qdisc already, which netem would replace: qdisc tbf");
        assertThat(host.run("impair.sh", "heal", "wlan0").answer()).containsEntry("changed", false);
        assertThat(state()).isEqualTo(before);
    }
}
