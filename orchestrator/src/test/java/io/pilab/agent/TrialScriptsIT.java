package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.Protocol;
import io.pilab.plan.HostShare;
import io.pilab.plan.HostShare.Firing;
import io.pilab.state.StateDifference;
import io.pilab.testing.TestingLab;
import io.pilab.traffic.Iperf3;
import io.pilab.traffic.ToolCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trials with a real iperf3 between two hosts, by the agent scripts alone. */
@Isolated
class TrialScriptsIT {
    private static final List<String> INTERFACES = List.of("eth0", "wlan0");

    @TempDir
    Path work;

    private TestPair network;
    private TestingTrialHost client;
    private TestingTrialHost server;
    private Path binary;

    private void start(Shell shell) throws IOException {
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x")); // iperf3 runs as nobody
        ScriptRunner tools = new ScriptRunner(shell, work);
        binary = TestingIperf3.in(tools);
        network = new TestPair(tools);
        client = host(shell, "client", "subflow", "172.31.0.133", "172.31.0.173");
        server = host(shell, "server", "signal", "172.31.0.218", "172.31.0.237");
    }

    private TestingTrialHost host(Shell shell, String name, String flag, String eth0, String wlan0) {
        ScriptRunner host = new ScriptRunner(shell, work.resolve(name)).through(network.on(name));
        host.file("README", "of " + name + "\n");
        host.run("mptcp.sh", "limits", "2", "4").answer();
        host.run("routing.sh", "arp", "1", "2").answer();
        host.run("routing.sh", "apply", "eth0", eth0, "172.31.0.0/24", "101", "10101")
                .answer();
        host.run("routing.sh", "apply", "wlan0", wlan0, "172.31.0.0/24", "102", "10102")
                .answer();
        host.run("mptcp.sh", "endpoint-add", wlan0, "wlan0", "2", flag).answer();
        return new TestingTrialHost(host);
    }

    @AfterEach
    void nothingStays() {
        for (TestingTrialHost host : new TestingTrialHost[] {client, server}) {
            if (host != null) {
                host.close();
            }
        }
        if (network != null) {
            network.close();
        }
    }

    private static Iperf3 traffic(int seconds) {
        return new Iperf3(Duration.ofSeconds(seconds), Duration.ofSeconds(1), Optional.empty());
    }

    private void begin(TestingTrialHost host, ToolCommand traffic, int limit, Firing... firings) {
        begin(host, traffic, limit, Optional.empty(), firings);
    }

    private void begin(
            TestingTrialHost host, ToolCommand traffic, int limit, Optional<Duration> hangs, Firing... firings) {
        HostShare share = new HostShare(
                "host",
                Optional.of(traffic),
                Duration.ofSeconds(limit),
                hangs,
                INTERFACES,
                List.of(firings),
                Set.of(),
                false);
        host.prepare(share.specification(binary.toString(), Optional.empty())).answer();
        host.arm().call("start").answer();
        if (!traffic.listens()) {
            host.call("go").answer();
        }
    }

    private void beginServer() {
        begin(server, traffic(3).server(TestingLab.OVER_ETH0), 60);
        server.awaitEvent("listening");
    }

    private static Firing firing(int milliseconds, boolean inject, String verb) {
        AgentCommand command = AgentCommand.of(AgentScript.LINK, verb, "wlan0");
        return new Firing(Duration.ofMillis(milliseconds), 0, inject, command);
    }

    /** The state of the client once the kernel is through with its addresses. */
    private Map<String, Object> state() {
        Await.until(
                "no address is tentative",
                () -> network.ip("client", "-6 addr show tentative").isEmpty()
                        && network.ip("client", "-6 addr show dev wlan0").contains("fe80::"));
        return client.runner().run("snapshot.sh", "show").answer();
    }

    private static long milliseconds(Map<String, Object> later, Map<String, Object> earlier) {
        return ((Long) later.get("time") - (Long) earlier.get("time")) / 1_000_000;
    }

    @ParameterizedTest
    @EnumSource
    void aLinkGoesDownAndComesBackWithItsRoutesWhileMptcpGoesOn(Shell shell) throws IOException {
        start(shell);
        Map<String, Object> before = state();
        beginServer();
        begin(
                client,
                traffic(3).client(TestingLab.OVER_ETH0, Protocol.MPTCP),
                20,
                firing(1000, true, "down"),
                firing(2000, false, "up"),
                firing(2300, true, "status"));
        client.awaitDone();
        server.awaitDone();

        assertThat(StateDifference.between(before, state())).isEmpty();
        assertThat(client.events())
                .containsExactly("ready", "start", "inject", "heal", "inject", "traffic-end", "done");
        assertThat(client.event("traffic-end")).containsEntry("code", 0);
        assertThat(client.log().subList(2, 5)).allSatisfy(e -> assertThat(e).containsEntry("code", 0));
        assertThat(milliseconds(client.log().get(2), client.log().get(1))).isBetween(980L, 1300L);
        assertThat(milliseconds(client.log().get(4), client.log().get(1)))
                .as("the heal does not delay what comes after it")
                .isBetween(2280L, 2600L);
        assertThat(client.text("timeline.err"))
                .contains(
                        "+ ip link set dev wlan0 up\n",
                        "+ ip -4 route append 172.31.0.0/24 dev wlan0 table 102",
                        "+ ip -4 route append default via 172.31.0.1 dev wlan0 ",
                        "+ ip -4 route del 172.31.0.0/24 dev wlan0 proto kernel scope link src 172.31.0.173\n")
                .doesNotContain("RTNETLINK");
        assertThat(server.events()).contains("listening", "start", "traffic-end", "done");
        assertMeasured();
        client.disarm();
        server.disarm();
        assertThat(network.processes("client")).isEmpty();
        assertThat(network.processes("server")).isEmpty();
    }

    private void assertMeasured() {
        List<String> errors = new ArrayList<>();
        for (TestingTrialHost host : List.of(client, server)) {
            for (String file : List.of("runner.err", "traffic.err", "mptcp.err", "link.err", "sampler.err")) {
                errors.addAll(host.text(file).lines().toList());
            }
            assertThat(host.text("traffic.jsonl"))
                    .startsWith("{\"event\":\"start\"")
                    .contains("{\"event\":\"end\"");
            assertThat(host.text("netstat-before.txt")).contains("MPTcpExt:");
            assertThat(host.text("netstat-after.txt")).contains("MPTcpExt:");
            assertThat(new ScriptResult(0, host.text("counters.jsonl"), "").objects())
                    .hasSizeGreaterThan(20)
                    .allSatisfy(s -> assertThat(s).containsOnlyKeys("time", "interface", "tx_bytes", "rx_bytes"));
        }
        assertThat(errors).isEmpty();
        assertThat(client.text("mptcp.txt"))
                .contains("CREATED", "ESTABLISHED", "SF_ESTABLISHED")
                .contains("saddr4=172.31.0.173");
        assertThat(client.text("link.txt").lines())
                .anyMatch(l -> l.contains("wlan0") && !l.contains(",UP"))
                .anyMatch(l -> l.contains("wlan0") && l.contains(",UP,LOWER_UP"));
    }

    /** Plain TCP over the link that fails: iperf3 would wait for a quarter of an hour. */
    @ParameterizedTest
    @EnumSource
    void theHostEndsAClientThatHangs(Shell shell) throws IOException {
        start(shell);
        beginServer();
        begin(client, traffic(2).client(TestingLab.OVER_WLAN0, Protocol.TCP), 4, firing(1000, true, "down"));
        client.awaitDone();
        assertThat(client.events()).containsExactly("ready", "start", "inject", "watchdog", "traffic-end", "done");
        assertThat(client.event("watchdog")).containsEntry("limit", 4);
        assertThat(client.event("traffic-end")).containsEntry("code", 124);
        assertThat(client.text("mptcp.txt")).doesNotContain("CREATED");
        client.disarm();
        Await.until("nothing runs", () -> network.processes("client").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatIsKnownToHangIsEndedBeforeItsLimit(Shell shell) throws IOException {
        start(shell);
        beginServer();
        begin(
                client,
                traffic(2).client(TestingLab.OVER_WLAN0, Protocol.TCP),
                30,
                Optional.of(Duration.ofMillis(2500)),
                firing(1000, true, "down"));
        client.awaitDone();
        assertThat(client.events()).containsExactly("ready", "start", "inject", "watchdog", "traffic-end", "done");
        assertThat(milliseconds(client.event("watchdog"), client.event("start")))
                .isBetween(2500L, 4000L);
        client.disarm();
        Await.until("nothing runs", () -> network.processes("client").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void aBusyPortIsRefusedAndStopEndsEverything(Shell shell) throws IOException {
        start(shell);
        beginServer();
        String specification = server.text("spec");
        server.runner()
                .runWith(specification, "experiment.sh", "prepare", "run-2", "01-tcp")
                .answer();
        server.arm("run-2", "01-tcp", 600);
        server.runner().run("experiment.sh", "start", "run-2", "01-tcp").answer();
        Path log = server.runner().base().resolve("runs/run-2/01-tcp/agent.jsonl");
        Await.until(
                "the second one is refused",
                () -> Files.exists(log) && log.toFile().length() > 0);
        assertThat(log)
                .content()
                .contains("\"event\":\"refused\",\"reason\":\"port 5201 is in use: LISTEN")
                .contains("users:((");
        assertThat(server.status()).isEqualTo("running");

        begin(client, traffic(60).client(TestingLab.OVER_ETH0, Protocol.MPTCP), 90, firing(1000, true, "down"));
        client.awaitEvent("inject");
        assertThat(client.call("stop").answer()).isEqualTo(Map.of("stopped", true));
        client.disarm();
        assertThat(network.processes("client")).isEmpty();
        assertThat(client.status()).isEqualTo("done");
        assertThat(server.runner().run("experiment.sh", "stop-all").exitCode()).isZero();
        server.disarm();
        assertThat(network.processes("server")).isEmpty();
        for (TestingTrialHost host : List.of(client, server)) {
            host.call("remove").answer();
        }
        assertThat(client.runner().base().resolve("runs")).isEmptyDirectory();
    }
}
