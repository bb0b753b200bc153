package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.rig.TestingRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Everything that can be wrong with a lab: a clear error, the right exit code, and no host touched. */
@ResourceLock(TestingRig.HERE)
class BadInputIT {
    private static final String SCENARIO = """
            scenario: quick
            traffic: { tool: iperf3, duration: 4s, interval: 1s, to: server.eth0 }
            arms: [mptcp]
            timeline:
              - { at: 2s, on: client, fault: link-down, interface: wlan0 }
            """;

    @TempDir
    private static Path folder;

    private static VirtualLab lab;
    private static Path scenario;

    private String before;

    @BeforeAll
    static void raise() throws IOException {
        scenario = Files.writeString(folder.resolve("quick.yaml"), SCENARIO);
        lab = VirtualLab.up(folder, "bad");
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
    void noHostWasTouched() {
        assertThat(lab.states()).isEqualTo(before);
    }

    @Test
    void anUnknownKeyAndAWrongUnitAreBothSaid() throws IOException {
        Path bad = lab.with("wlan0: { address: 172.31.0.173/24 }", "wlan0: { adress: 172.31.0.173/24 }");
        Files.writeString(bad, Files.readString(bad).replace("eth0: 100mbit", "eth0: 100mbps"));

        expect(2, run(bad), "did you mean 'address'?", "100mbps");
    }

    @Test
    void anEndpointAddressOwnedByNoHost() throws IOException {
        Path bad = lab.with(
                "eth0: { address: 172.31.0.218/24 }",
                "eth0: { address: 172.31.0.218/24, endpoint: { address: 172.31.0.133, flags: [signal] } }");

        expect(2, run(bad), "172.31.0.133", "client");
    }

    @Test
    void anUnreachableHost() throws IOException {
        Path bad = lab.with("    address: 172.31.0.218\n", "    address: 172.31.0.99\n");

        expect(3, run(bad), "server: ", "172.31.0.99");
    }

    @Test
    void aChangedHostKey() throws IOException {
        Path known = Path.of(lab.variable("PILAB_SSH_KNOWN_HOSTS"));
        String text = Files.readString(known);
        String client = line(text, "172.31.0.133");
        String server = line(text, "172.31.0.218");
        Path swapped = Files.writeString(
                folder.resolve("swapped"),
                client.replace("172.31.0.133", "172.31.0.218") + "\n" + server.replace("172.31.0.218", "172.31.0.133")
                        + "\n");

        expect(3, runWith("PILAB_SSH_KNOWN_HOSTS", swapped), "SHA256:", "ssh-keygen -R");
    }

    @Test
    void aHostThatNobodyHasTrusted() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "");

        expect(3, runWith("PILAB_SSH_KNOWN_HOSTS", empty), "SHA256:", "pilab trust");
    }

    @Test
    void aWrongKeyFile() throws IOException {
        Path wrong = folder.resolve("wrong-key");
        String key = lab.inHost(
                "client", "ssh-keygen -q -t ed25519 -N '' -f /tmp/wrong; cat /tmp/wrong; rm /tmp/wrong /tmp/wrong.pub");
        Files.writeString(wrong, key);

        expect(3, runWith("PILAB_SSH_IDENTITY", wrong), "pi@172.31.0.133");
    }

    @Test
    void aKeyFileThatIsNotThere() {
        expect(3, runWith("PILAB_SSH_IDENTITY", folder.resolve("nowhere")), "nowhere");
    }

    @Test
    void noSudo() {
        lab.inHost("server", "mv /etc/sudoers.d /etc/sudoers.away; rm -rf /run/pilab");
        try {
            expect(3, run(), "server: ", "sudo");
        } finally {
            lab.inHost("server", "mv /etc/sudoers.away /etc/sudoers.d");
        }
    }

    @Test
    void aMissingInterface() throws IOException {
        Path bad = lab.with("wlan0: { address: 172.31.0.237/24 }", "wlan1: { address: 172.31.0.237/24 }");

        expect(4, run(bad), "server: there is no interface wlan1; it has ", "no host was touched");
    }

    @Test
    void aFullDiskOnTheHost() {
        lab.inHost(
                "client",
                "rm -rf /run/pilab; mkdir /run/pilab; mount -t tmpfs -o size=64k tmpfs /run/pilab;"
                        + " head -c 60000 /dev/zero > /run/pilab/full 2>/dev/null || :");
        try {
            expect(3, run(), "client: ", "No space left on device", "df -h /run");
        } finally {
            lab.inHost("client", "umount /run/pilab");
        }
    }

    @Test
    void anAlmostFullDiskOnTheHost() {
        lab.inHost("client", "rm -rf /run/pilab; mkdir /run/pilab; mount -t tmpfs -o size=1m tmpfs /run/pilab");
        try {
            expect(4, run(), "client: only ", "kB are free under /run/pilab", "no host was touched");
        } finally {
            lab.inHost("client", "umount /run/pilab");
        }
    }

    @Test
    void aServerThatIsBusyAlready() {
        lab.inHost("server", "iperf3 -s -D -I /run/busy.pid");
        try {
            expect(4, run(), "server: port 5201 is in use by ", "iperf3", "no host was touched");
        } finally {
            lab.inHost("server", "kill $(tr -d '\\000' < /run/busy.pid)");
        }
    }

    private static PilabProcess.Ended run() {
        return run(lab.file());
    }

    private static PilabProcess.Ended run(Path labFile) {
        return lab.pilabWith(labFile, List.of(), "run", scenario.toString());
    }

    private static PilabProcess.Ended runWith(String variable, Path value) {
        return lab.pilabWith(lab.file(), List.of(variable + "=" + value), "run", scenario.toString());
    }

    private static void expect(int exitCode, PilabProcess.Ended ended, String... said) {
        assertThat(ended.exitCode()).describedAs(ended.all()).isEqualTo(exitCode);
        assertThat(ended.err()).contains(said).doesNotContain("internal error").doesNotContain("\tat ");
    }

    private static String line(String text, String address) {
        return text.lines().filter(l -> l.contains(address)).findFirst().orElseThrow();
    }
}
