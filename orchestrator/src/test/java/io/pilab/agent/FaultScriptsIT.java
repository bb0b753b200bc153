package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.rig.TestingRig;
import io.pilab.state.StateDifference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault's script for real, in a network namespace: it changes what it says, its heal takes that back, a restore as well. */
@ResourceLock(TestingRig.HERE)
class FaultScriptsIT {
    private static final String RUN = "run-1";

    @TempDir
    Path work;

    private ScriptRunner host;
    private TestNamespace network;

    static Stream<Arguments> faults() {
        String address = "172.31.0.173";
        return Stream.of(
                        List.of("link.sh down wlan0", "link.sh up wlan0", "link wlan0: down, was up"),
                        List.of(
                                "drop.sh on 10000 interface wlan0",
                                "drop.sh off interface wlan0",
                                "nftables table netdev pilab_"),
                        List.of(
                                "drop.sh on 50 peer 172.31.0.237",
                                "drop.sh off peer 172.31.0.237",
                                "nftables table inet pilab_"),
                        List.of(
                                "drop.sh on 10000 pair 172.31.0.173 172.31.0.237",
                                "drop.sh off pair 172.31.0.173 172.31.0.237",
                                "nftables table inet pilab_"),
                        List.of("qdisc.sh limit wlan0 5000000", "qdisc.sh heal wlan0", "qdisc of wlan0"),
                        List.of(
                                "address.sh remove wlan0 " + address,
                                "address.sh heal wlan0",
                                "address 172.31.0.173/24 dev wlan0: missing"),
                        List.of(
                                "endpoint.sh remove " + address,
                                "endpoint.sh heal " + address,
                                "endpoint id 2: missing"),
                        List.of(
                                "endpoint.sh backup " + address,
                                "endpoint.sh heal " + address,
                                "endpoint id 2: backup true, was none"),
                        List.of(
                                "endpoint.sh add 172.31.0.174 wlan0 subflow,backup",
                                "endpoint.sh heal 172.31.0.174",
                                "endpoint id 3: was not there before"),
                        List.of(
                                "setting.sh limits 0 8",
                                "setting.sh heal limits",
                                "limits: add_addr_accepted 8, was 4"),
                        List.of(
                                "setting.sh sysctl net.mptcp.stale_loss_cnt 1",
                                "setting.sh heal net.mptcp.stale_loss_cnt",
                                "sysctl net.mptcp.stale_loss_cnt: 1, was 4"),
                        List.of(
                                "command.sh run " + octal("ip link set wlan0 mtu 1400") + " "
                                        + octal("ip link set wlan0 mtu 1500"),
                                "command.sh undo " + octal("ip link set wlan0 mtu 1500"),
                                "link wlan0: mtu 1400, was 1500"))
                .flatMap(words -> Stream.of(Shell.values())
                        .map(shell -> Arguments.of(words.get(0), words.get(1), words.get(2), shell)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void itsHealAndTheRestoreTakeItBack(String inject, String heal, String difference, Shell shell) {
        try (TestNamespace made = new TestNamespace(new ScriptRunner(shell, work))) {
            network = made;
            host = new ScriptRunner(shell, work).through("ip", "netns", "exec", made.name());
            configure();
            Map<String, Object> before = host.run("snapshot.sh", "capture", RUN).answer();
            save();

            changes(before, inject, difference);
            run(heal);
            assertThat(StateDifference.between(before, state()))
                    .as("after %s", heal)
                    .isEmpty();
            run(heal); // harmless when there is nothing to heal

            changes(before, inject, difference);
            assertThat(host.run("restore.sh", "run", RUN).answer()).containsEntry("restored", true);
            assertThat(StateDifference.between(before, state()))
                    .as("after restore")
                    .isEmpty();
            host.run("restore.sh", "forget", RUN).answer();
        }
    }

    private void changes(Map<String, Object> before, String inject, String difference) {
        run(inject);
        assertThat(StateDifference.between(before, state()))
                .as("after %s", inject)
                .anyMatch(line -> line.startsWith(difference));
    }

    /** As the blog's client has it, with a second address, a metric and an own qdisc. */
    private void configure() {
        network.ip("addr add 172.31.0.173/24 dev wlan0 noprefixroute");
        network.ip("addr add 172.31.0.174/24 dev wlan0 noprefixroute");
        network.ip("route add 172.31.0.0/24 dev wlan0 proto kernel scope link src 172.31.0.173 metric 600");
        network.ip("route add default via 172.31.0.1 dev wlan0 src 172.31.0.173 metric 600");
        network.run("tc qdisc replace dev wlan0 root tbf rate 200mbit burst 32k latency 50ms");
        network.ip("mptcp endpoint add 172.31.0.173 dev wlan0 id 2 subflow");
        network.ip("mptcp limits set subflows 2 add_addr_accepted 4");
    }

    /** As trial.sh does it before the traffic begins. */
    private void save() {
        Path folder = host.base().resolve("runs/run/1");
        host.environment("PILAB_SAVED", folder.toString());
        String scripts = ScriptRunner.SCRIPTS.toAbsolutePath().toString();
        host.file(
                "save.sh",
                ". " + scripts + "/lib/common.sh; . " + scripts + "/lib/state.sh; mkdir -p " + folder + "; save_state "
                        + folder);
        ScriptResult saved = host.command(List.of(
                "ip",
                "netns",
                "exec",
                network.name(),
                "sh",
                work.resolve("save.sh").toString()));
        assertThat(saved.exitCode()).as(saved.stderr()).isZero();
        assertThat(Files.exists(folder.resolve("endpoints"))).isTrue();
    }

    private void run(String words) {
        List<String> all = new ArrayList<>(Arrays.asList(words.split(" ")));
        String script = all.remove(0);
        host.run(script, all.toArray(String[]::new)).answer();
    }

    private Map<String, Object> state() {
        return host.run("snapshot.sh", "show").answer();
    }

    private static String octal(String text) {
        return text.chars().mapToObj(c -> String.format("%03o", c)).reduce("", String::concat);
    }
}
