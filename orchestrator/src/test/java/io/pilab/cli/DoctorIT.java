package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.rig.TestingRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Doctor on a rig into which faults are planted, each of which it has to find, with its cure and exit code. */
@ResourceLock(TestingRig.HERE)
class DoctorIT {
    private static final String SUDOERS = "/etc/sudoers.d/010_pi-nopasswd";

    @TempDir
    private static Path folder;

    private static VirtualLab lab;

    private String before;

    @BeforeAll
    static void raise() throws IOException {
        lab = VirtualLab.up(folder, "doctor");
    }

    @AfterAll
    static void remove() {
        lab.down();
    }

    @BeforeEach
    void remember() {
        before = lab.states();
    }

    @AfterEach
    void nothingChanged() {
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void aGoodLabIsFit() throws IOException {
        PilabProcess.Ended doctor = lab.pilab(
                "doctor", Path.of("../scenarios/wlan0-down.yaml").toRealPath().toString());

        assertThat(doctor.exitCode()).describedAs(doctor.all()).isZero();
        assertThat(doctor.out())
                .contains("  ok       sudo             the scripts run as root")
                .contains(
                        " does ip mptcp endpoint, ip mptcp limits, ip mptcp monitor, ss -M, ip rule and ip route table")
                .contains("  ok       interfaces       eth0 172.31.0.133/24, wlan0 172.31.0.173/24")
                .contains("  ok       captured         no run left anything")
                .contains("\nclient: a run can be made (")
                .contains("\nserver: a run can be made (")
                .doesNotContain("failed");
    }

    @Test
    void mptcpSwitchedOff() {
        lab.inHost("server", "sysctl -qw net.mptcp.enabled=0");
        try {
            found(
                    lab.file(),
                    4,
                    "server",
                    "mptcp",
                    "failed",
                    "MPTCP is switched off",
                    "sudo sysctl net.mptcp.enabled=1");
        } finally {
            lab.inHost("server", "sysctl -qw net.mptcp.enabled=1");
        }
    }

    @Test
    void noSudo() {
        lab.inHost("client", "mv " + SUDOERS + " /root/sudoers");
        try {
            JsonNode client = found(
                    lab.file(),
                    4,
                    "client",
                    "sudo",
                    "failed",
                    "a password is required",
                    "echo 'pi ALL=(ALL) NOPASSWD: ALL' | sudo tee /etc/sudoers.d/010_pi-nopasswd");
            assertThat(client.path("reached").asBoolean()).isTrue();
            assertThat(client.path("checks")).hasSize(4);
        } finally {
            lab.inHost("client", "mv /root/sudoers " + SUDOERS);
        }
    }

    @Test
    void aWrongAddressInTheLabFile() throws IOException {
        found(
                lab.with("wlan0: { address: 172.31.0.173/24 }", "wlan0: { address: 172.31.0.174/24 }"),
                4,
                "client",
                "interfaces",
                "failed",
                "wlan0 has 172.31.0.173/24, the lab file says 172.31.0.174/24",
                "Correct the lab file, or give the interface that address.");
    }

    @Test
    void aHostOutOfReachDoesNotHideTheOther() throws IOException {
        Path file = lab.with("172.31.0.218", "172.31.0.219");
        JsonNode server =
                found(file, 3, "server", "reachable", "failed", "172.31.0.219 port 22", "ip route get 172.31.0.219");
        assertThat(server.path("reached").asBoolean()).isFalse();
        assertThat(lab.pilabWith(file, java.util.List.of(), "doctor").out())
                .contains("client: a run can be made (")
                .contains("server: cannot be reached (1 failed)");
    }

    @Test
    void netemIsMissingAndAScenarioNeedsIt() throws IOException {
        Path scenario = Files.writeString(folder.resolve("impair.yaml"), """
                scenario: lossy
                traffic: { tool: iperf3, duration: 8s }
                timeline:
                  - { at: 2s, on: client, fault: impair, interface: wlan0, loss: 5% }
                """);
        // The kernel that this runs on may have it.
        lab.inHost("client", "mv /usr/sbin/tc /usr/sbin/tc.real");
        stub("client", "/usr/sbin/tc", """
                case "$*" in *netem*) echo "Error: Specified qdisc kind is unknown." >&2; exit 2 ;; esac
                exec tc.real "$@"
                """);
        try {
            found(
                    lab.file(),
                    4,
                    "client",
                    "fault-needs",
                    "failed",
                    "impair needs the netem qdisc, which the host does not have: Error: Specified qdisc kind is unknown.",
                    "sudo modprobe sch_netem",
                    scenario.toString());
            assertThat(lab.pilab("doctor").exitCode())
                    .as("no scenario asks for it")
                    .isZero();

            PilabProcess.Ended run = lab.pilab("run", "--runs", folder + "/lossy", scenario.toString());
            assertThat(run.exitCode()).describedAs(run.all()).isEqualTo(4);
            assertThat(run.err())
                    .contains("not ready, no host was touched:\n  client: impair needs the netem qdisc")
                    .contains("sudo modprobe sch_netem");
            assertThat(folder.resolve("lossy")).doesNotExist();
        } finally {
            lab.inHost("client", "mv /usr/sbin/tc.real /usr/sbin/tc");
        }
    }

    @Test
    void aForeignEndpoint() {
        lab.inHost("client", "ip mptcp endpoint add 10.9.9.9 id 77 signal");
        try {
            found(
                    lab.file(),
                    0,
                    "client",
                    "endpoints",
                    "warning",
                    "endpoint 10.9.9.9",
                    "sudo ip mptcp endpoint delete id 77");
        } finally {
            lab.inHost("client", "ip mptcp endpoint delete id 77");
        }
    }

    @Test
    void aStrictReversePathFilter() throws IOException {
        // eth0 alone answers for its address: a controller that knows it by wlan0's hardware address is not let in.
        lab.inHost("server", "sysctl -qw net.ipv4.conf.all.arp_ignore=1");
        lab.inController("ip neigh flush all");
        lab.inHost("server", "sysctl -qw net.ipv4.conf.wlan0.rp_filter=1");
        String cure = "sudo sysctl net.ipv4.conf.all.rp_filter=2";
        try {
            found(lab.file(), 0, "server", "rp-filter", "warning", "strict (1) on wlan0", cure);
            Path plain = lab.with("rig:", "mptcp: { routing: none }\nrig:");
            found(plain, 4, "server", "rp-filter", "failed", "strict (1) on wlan0", cure);
        } finally {
            lab.inHost("server", "sysctl -qw net.ipv4.conf.wlan0.rp_filter=0 net.ipv4.conf.all.arp_ignore=0");
        }
    }

    @Test
    void networkManagerWithItsDefaultFlags() {
        stub("client", "/usr/bin/nmcli", """
                case "$*" in
                  "-g GENERAL.STATE device show wlan0") echo "100 (connected)" ;;
                  "-g GENERAL.CONNECTION device show wlan0") echo "home net" ;;
                  "-g connection.mptcp-flags connection show home net") echo "0x0 (default)" ;;
                  "-g GENERAL.STATE device show eth0") echo "10 (unmanaged)" ;;
                  *) echo "Error: unexpected: $*" >&2; exit 10 ;;
                esac
                """);
        String pid = lab.inHost(
                        "client",
                        "cp \"$(command -v sleep)\" /usr/sbin/NetworkManager;"
                                + " setsid /usr/sbin/NetworkManager 600 </dev/null >/dev/null 2>&1 & echo $!")
                .strip();
        try {
            found(
                    lab.file(),
                    0,
                    "client",
                    "network-manager",
                    "warning",
                    "it makes endpoints of its own on wlan0 (connection.mptcp-flags 0x0 (default))",
                    "sudo nmcli connection modify 'home net' connection.mptcp-flags disabled && sudo nmcli connection"
                            + " up 'home net'");
        } finally {
            lab.inHost("client", "kill " + pid + "; rm /usr/sbin/NetworkManager /usr/bin/nmcli");
        }
    }

    @Test
    void somebodyListensOnThePort() {
        String pid = lab.inHost(
                        "server",
                        "setsid iperf3 -s </dev/null >/dev/null 2>&1 & echo $!; while ! ss -Htln"
                                + " 'sport = :5201' | grep -q .; do sleep 0.05; done")
                .strip();
        try {
            found(lab.file(), 4, "server", "port", "failed", "port 5201 is in use by", "sudo systemctl stop iperf3");
        } finally {
            lab.inHost("server", "kill " + pid);
        }
    }

    @Test
    void somebodyHoldsTheLock() {
        found(lab.file(), 0, "client", "lock", "ok", "free", ""); // also puts the scripts there
        String lock = "sh /run/pilab/agent/*/lock.sh ";
        lab.inHost("client", lock + "acquire t-1 alice@bench run:wlan0-down 600");
        try {
            found(lab.file(), 4, "client", "lock", "failed", "alice@bench holds it for run:wlan0-down", "--steal");
        } finally {
            lab.inHost("client", lock + "release t-1");
        }
    }

    private static void stub(String host, String path, String body) {
        lab.inHost(host, "printf '#!/bin/sh\\n%s' '" + body + "' >" + path + "; chmod 755 " + path);
    }

    /** Runs doctor and returns the host's object, which has this finding. */
    private static JsonNode found(
            Path file,
            int exitCode,
            String host,
            String check,
            String status,
            String value,
            String cure,
            String... more) {
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("--format", "json"), java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        PilabProcess.Ended doctor = lab.pilabWith(file, java.util.List.of(), "doctor", arguments);
        assertThat(doctor.exitCode()).describedAs(doctor.all()).isEqualTo(exitCode);
        JsonNode said = doctor.out()
                .lines()
                .map(DoctorIT::json)
                .filter(h -> h.path("host").asText().equals(host))
                .findFirst()
                .orElseThrow();
        assertThat(said.path("checks"))
                .describedAs(doctor.out())
                .filteredOn(c -> c.path("check").asText().equals(check))
                .anySatisfy(c -> {
                    assertThat(c.path("status").asText()).isEqualTo(status);
                    assertThat(c.path("value").asText()).contains(value);
                    assertThat(c.path("cure").asText()).contains(cure);
                });
        return said;
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
