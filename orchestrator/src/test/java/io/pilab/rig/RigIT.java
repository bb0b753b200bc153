package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.lab.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/** The blog's rig, raised once: real namespaces, real sshds, real traffic. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated
class RigIT {
    private static final double LINK = 200e6;

    private TestingRig rig;

    @BeforeAll
    void up() {
        rig = TestingRig.up(TestingLabs.blogDemo(TestingRig.name("blog")));
    }

    @AfterAll
    void down() {
        rig.close();
    }

    @Test
    void everyHostAnswersUnderItsNameToItsUserWithSudo() {
        for (Host host : rig.lab.hosts()) {
            Answer answer = rig.ssh(host, "hostname; whoami; sudo -n whoami; pwd");

            assertThat(answer.error()).isEmpty();
            assertThat(answer.lines()).containsExactly(host.name(), "pi", "root", "/home/pi");
        }
    }

    @Test
    void statusListsHostsWithTheirProcesses() {
        RigStatus status = rig.rig.status();

        assertThat(status.up()).isTrue();
        assertThat(status.hosts()).extracting(RigStatus.HostStatus::name).containsExactly("client", "server");
        assertThat(status.hosts().get(0).addresses()).containsExactly("eth0 172.31.0.133/24", "wlan0 172.31.0.173/24");
        assertThat(status.hosts())
                .allSatisfy(
                        h -> assertThat(ProcessHandle.of(h.pid().orElseThrow())).isPresent());
    }

    @Test
    void upASecondTimeChangesNothing() {
        RigStatus before = rig.rig.status();
        rig.rig.up(line -> assertThat(line).isEqualTo("rig " + rig.lab.name() + " is up already"));

        assertThat(rig.rig.status()).isEqualTo(before);
    }

    @Test
    void noNamespaceHasAWayOut() {
        List<String> namespaces = new Namespaces(rig.processes).of(rig.names);

        assertThat(namespaces).hasSize(4);
        for (String namespace : namespaces) {
            Answer answer = rig.inNamespace(namespace, "ip", "route", "get", "192.0.2.1");
            assertThat(answer.exitCode()).as(namespace).isNotZero();
            assertThat(answer.error()).contains("Network is unreachable");
        }
    }

    @Test
    void routesAndCongestionControlAreThoseOfAPi() {
        Answer routes = rig.on("client", "ip", "route");

        assertThat(routes.lines().stream().map(String::strip))
                .containsExactly(
                        "172.31.0.0/24 dev eth0 proto kernel scope link src 172.31.0.133 metric 100",
                        "172.31.0.0/24 dev wlan0 proto kernel scope link src 172.31.0.173 metric 600");
        assertThat(rig.on("client", "sysctl", "-n", "net.ipv4.tcp_congestion_control")
                        .output())
                .isEqualTo("cubic\n");
    }

    @Test
    void aHostCanChangeItsOwnNetworkButNotTheMachine() {
        assertThat(rig.ssh(host("client"), "sudo sysctl -w kernel.panic=1").error())
                .contains("permission denied on key \"kernel.panic\"");
        assertThat(rig.ssh(host("client"), "sudo date -s 2001-01-01").error()).contains("Operation not permitted");
        assertThat(rig.ssh(host("client"), "sudo sysctl -w net.ipv4.conf.all.arp_ignore=0")
                        .error())
                .isEmpty();
    }

    @Test
    void whatASessionLeavesBehindRunsOnAndIsReaped() {
        Answer started = rig.ssh(
                host("client"), "setsid sh -c 'sleep 0.1 & exec sleep 600' >/dev/null 2>&1 </dev/null & echo $!");
        String left = started.output().strip();

        boolean orphanGone = Condition.await(
                Duration.ofSeconds(10),
                () -> !rig.on("client", "ps", "-eo", "args").output().contains("sleep 0.1"));

        assertThat(orphanGone).isTrue();
        assertThat(rig.on("client", "ps", "-o", "args=", "-p", left).output()).isEqualTo("sleep 600\n");
        rig.on("client", "kill", left);
        assertThat(Condition.await(
                        Duration.ofSeconds(10),
                        () -> !rig.on("client", "ps", "-eo", "stat").output().contains("Z")))
                .as("PID 1 reaps")
                .isTrue();
    }

    @Test
    void mptcpIsFasterThanOneLinkAndTcpIsNot() throws Exception {
        separatePaths("client", "172.31.0.133", "172.31.0.173", "subflow");
        separatePaths("server", "172.31.0.218", "172.31.0.237", "signal");

        double tcp = bitsPerSecond("-t", "2");
        double mptcp = bitsPerSecond("-t", "4", "--mptcp");

        System.out.printf("iperf3: TCP %.0f Mbit/s, MPTCP %.0f Mbit/s%n", tcp / 1e6, mptcp / 1e6);
        assertThat(tcp).isBetween(0.5 * LINK, 1.05 * LINK);
        assertThat(mptcp).isGreaterThan(1.2 * LINK);
    }

    /** What two interfaces in one network need, so that traffic from an address uses its own interface. */
    private void separatePaths(String host, String eth0, String wlan0, String flag) {
        rig.on(host, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2");
        rig.on(host, "ip", "route", "add", "172.31.0.0/24", "dev", "eth0", "src", eth0, "table", "101");
        rig.on(host, "ip", "route", "add", "172.31.0.0/24", "dev", "wlan0", "src", wlan0, "table", "102");
        rig.on(host, "ip", "rule", "add", "from", eth0, "lookup", "101");
        rig.on(host, "ip", "rule", "add", "from", wlan0, "lookup", "102");
        rig.on(host, "ip", "mptcp", "endpoint", "add", wlan0, "dev", "wlan0", flag);
        rig.on(host, "ip", "mptcp", "limits", "set", "subflow", "2", "add_addr_accepted", "2");
    }

    private double bitsPerSecond(String... options) throws Exception {
        Process server = rig.processes.start(
                rig.inside("server", "iperf3", "-s", "-1", "-B", "0.0.0.0"),
                rig.names.directory().resolve("iperf3.log"));
        Namespaces namespaces = new Namespaces(rig.processes);
        assertThat(Condition.await(Duration.ofSeconds(10), () -> namespaces.listens(rig.names.host("server"), 5201)))
                .isTrue();
        List<String> line = rig.inside("client", "iperf3", "-c", "172.31.0.218", "-J");
        line.addAll(List.of(options));
        Answer answer = rig.processes.run(LocalCommand.of(line.toArray(String[]::new)));
        assertThat(server.waitFor()).isZero();
        JsonNode end = new ObjectMapper().readTree(answer.output()).path("end");
        return end.path("sum_received").path("bits_per_second").asDouble();
    }

    @Test
    void commandsRunAtTheControllersPlaceWithTheirOwnExitCode() {
        String script = "test -r $PILAB_SSH_IDENTITY && grep -q '^172.31.0.133 ssh-ed25519' $PILAB_SSH_KNOWN_HOSTS"
                + " && ip -br address show lab0 | grep -q 172.31.0.254/24 && test $EXTRA = 1 && exit 42";

        assertThat(rig.rig.execInController(List.of("sh", "-c", script), Map.of("EXTRA", "1")))
                .isEqualTo(42);
        assertThat(rig.rig.execOn("server", List.of("sh", "-c", "test \"$(hostname)\" = server && exit 43")))
                .isEqualTo(43);
        assertThatThrownBy(() -> rig.rig.execOn("nobody", List.of("true")))
                .hasMessage("lab " + rig.lab.name() + " has no host 'nobody'; it has client, server");
    }

    private Host host(String name) {
        return rig.lab.host(name).orElseThrow();
    }
}
