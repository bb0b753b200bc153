package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A host of the rig loses its power and comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(TestingRig.HERE)
class RigRebootIT {
    private static final Path ALLOWED = Path.of("/proc/sys/net/ipv4/tcp_allowed_congestion_control");

    /** All that a boot decides; of a link not its numbers, and of what tc prints not the qdiscs of another's port. */
    private static final String STATE = """
            ip -o link | sed 's/^[0-9]*: //; s/@if[0-9]*//; s/ link-netns[^ ]* [^ ]*//'
            ip -o addr | sed 's/^[0-9]*: //; s/ tentative//'
            ip route show table all | sort; ip -6 route show table all | sort; ip rule; ip -6 rule
            tc qdisc; ip mptcp endpoint; ip mptcp limits; nft list ruleset
            grep -rs . /proc/sys/net/ipv4 /proc/sys/net/mptcp | grep -v '/neigh/\\|random\\|tcp_mem\\|nonce\\|/stat' | sort
            ls /run/mine /tmp/mine 2>/dev/null; cat /etc/hostname /etc/hosts""";

    private TestingRig rig;
    private Host client;
    private Host server;

    @BeforeAll
    void up() {
        rig = TestingRig.up(TestingLabs.blogDemo(TestingRig.name("boot")));
        client = rig.lab.hosts().get(0);
        server = rig.lab.hosts().get(1);
    }

    @AfterAll
    void down() {
        rig.close();
    }

    @Test
    void aHostThatWasDisturbedComesBackAsItWasRaisedAndTheOtherDoesNotNotice() throws IOException {
        String allowed = Files.readString(ALLOWED);
        String before = settled("client");
        long init = init("client");
        long other = init("server");
        String others = settled("server");
        String fingerprint =
                rig.ssh(client, "cat /etc/ssh/ssh_host_ed25519_key.pub").output();
        assertThat(rig.on("client", "sh", "-c", disturbance()).error()).isEmpty();
        assertThat(state("client")).isNotEqualTo(before);

        Answer reboot = rig.on("client", "reboot", "-f");
        assertThat(reboot.exitCode()).as(reboot.toString()).isZero();
        awaitAnother("client", init);

        assertThat(settled("client")).isEqualTo(before);
        assertThat(rig.ssh(client, "cat /etc/ssh/ssh_host_ed25519_key.pub; cat kept")
                        .output())
                .isEqualTo(fingerprint + "on disk\n");
        assertThat(rig.rig.status().up()).isTrue();
        assertThat(init("server")).isEqualTo(other);
        assertThat(settled("server")).isEqualTo(others);
        assertThat(Files.readString(ALLOWED)).isEqualTo(allowed);
    }

    private static String disturbance() {
        return String.join(
                " && ",
                "ip mptcp endpoint add 172.31.0.173 dev wlan0 subflow",
                "ip mptcp limits set subflow 3 add_addr_accepted 3",
                "ip rule add from 172.31.0.173 lookup 102",
                "ip route add 172.31.0.0/24 dev wlan0 table 102",
                "tc qdisc replace dev eth0 root pfifo",
                "sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.mptcp.stale_loss_cnt=1 net.ipv4.tcp_congestion_control=reno",
                "nft add table inet mine",
                "ip link set wlan0 down",
                "ip link set wlan0 address 02:00:00:00:00:07",
                "ip addr add 10.9.9.9/24 dev eth0",
                "touch /run/mine /tmp/mine",
                "echo on disk >/home/pi/kept",
                "(setsid sleep 4711 >/dev/null 2>&1 </dev/null &)");
    }

    @Test
    void rebootFromOutsideIsToldAsDoneAndAllHostsMayRebootAtOnce() {
        long first = init("client");
        long second = init("server");

        assertThat(ParallelTasks.map(List.of("client", "server"), host -> rig.rig.execOn(host, List.of("reboot"))))
                .containsExactly(0, 0);
        awaitAnother("client", first);
        awaitAnother("server", second);

        assertThat(rig.ssh(client, "hostname; bash -c 'head -c 3 </dev/tcp/172.31.0.218/22'")
                        .output())
                .isEqualTo("client\nSSH");
        assertThat(rig.ssh(server, "sudo sysctl -n net.ipv4.tcp_congestion_control")
                        .output())
                .isEqualTo("cubic\n");
        assertThat(rig.on("client", "sh", "-c", "ps -eo args").output()).doesNotContain("sleep 4711");
        assertThat(rig.rig.execOn("client", List.of("true"))).isZero();
    }

    @Test
    void aLoginOfTheHostsUserMayReboot() {
        long init = init("client");

        assertThat(rig.ssh(client, "sudo reboot").exitCode()).isIn(0, 255);

        awaitAnother("client", init);
        assertThat(rig.ssh(client, "hostname").output()).isEqualTo("client\n");
    }

    @Test
    void onlyRootMayAndTheMachineIsOutOfReach() {
        long init = init("client");

        assertThat(rig.ssh(client, "/usr/local/sbin/reboot").error()).isEqualTo("reboot: must be root\n");
        assertThat(rig.ssh(client, "sudo sh -c 'ls -l /proc/$$/fd /proc/1/fd | grep -c net:'")
                        .output())
                .as("descriptors of a network namespace")
                .isEqualTo("0\n");
        assertThat(init("client")).isEqualTo(init);
    }

    @Test
    void downWhileAHostRebootsLeavesNothing() throws Exception {
        for (int delay : List.of(0, 40, 120)) {
            TestingRig rebooting = TestingRig.up(TestingLabs.blogDemo(TestingRig.name("mid")));
            assertThat(rebooting.rig.execOn("client", List.of("reboot"))).isZero();
            Thread.sleep(delay);

            rebooting.rig.down();

            assertThat(rebooting.traces()).isEmpty();
        }
    }

    private long init(String host) {
        return new Namespaces(rig.processes).init(rig.names.host(host)).orElseThrow();
    }

    private void awaitAnother(String host, long init) {
        assertThat(Condition.await(
                        Duration.ofSeconds(20),
                        () -> new Namespaces(rig.processes)
                                        .init(rig.names.host(host))
                                        .filter(pid -> pid != init)
                                        .isPresent()
                                && rig.rig.status().up()))
                .isTrue();
    }

    private String state(String host) {
        return rig.on(host, "sh", "-c", STATE).output();
    }

    /** Once IPv6 has found that nobody else has its addresses. */
    private String settled(String host) {
        assertThat(Condition.await(
                        Duration.ofSeconds(10),
                        () -> rig.on(host, "ip", "-6", "addr", "show", "tentative")
                                .output()
                                .isEmpty()))
                .isTrue();
        return state(host);
    }
}
