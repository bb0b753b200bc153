package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.clean.CleanHost;
import io.pilab.clean.Engine;
import io.pilab.clean.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.testcontainers.containers.Network;

/** A client and a server as they come, in containers, and pilab next to them with a lab file for the two. */
final class CleanLab implements AutoCloseable {
    /** Holds apt's lock as apt does, until there is a file. */
    private static final String HOLD_APT = "use Fcntl; open(my $f, \"+>\", \"/var/lib/dpkg/lock-frontend\");"
            + " my $l = pack(\"s s x4 q q i x4\", F_WRLCK, 0, 0, 0, 0); fcntl($f, F_SETLK, $l) or die;"
            + " open(my $h, \">\", \"/srv/held\"); close($h);"
            + " select(undef, undef, undef, 0.1) until -e \"/srv/release\";";

    private final Path folder;
    private final Network eth0 = network();
    private final Network wlan0 = network();
    private final CleanHost client;
    private final CleanHost server;

    private CleanLab(Path folder, String clientImage, String serverImage) throws IOException {
        this.folder = Files.createTempDirectory(folder, "lab");
        String key = key();
        this.client = CleanHost.start(clientImage, "client", eth0, wlan0, key);
        this.server = CleanHost.start(serverImage, "server", eth0, wlan0, key);
    }

    /** Two hosts whose keys are known and whose lab file has this line on iperf3. */
    static CleanLab start(Path folder, String clientImage, String serverImage, String iperf3) throws IOException {
        CleanLab lab = stranger(folder, clientImage, serverImage, iperf3);
        PilabProcess.Ended trusted = lab.pilab("trust", "--yes");
        assertThat(trusted.exitCode()).describedAs(trusted.all()).isZero();
        return lab;
    }

    /** Likewise, with hosts that nobody has trusted yet. */
    static CleanLab stranger(Path folder, String clientImage, String serverImage, String iperf3) throws IOException {
        CleanLab lab = new CleanLab(folder, clientImage, serverImage);
        lab.iperf3(iperf3);
        return lab;
    }

    private static Network network() {
        // internal: without a default route, whatever engine it is
        return Network.builder()
                .createNetworkCmdModifier(create -> create.withInternal(true))
                .build();
    }

    CleanHost client() {
        return client;
    }

    CleanHost server() {
        return server;
    }

    Path folder() {
        return folder;
    }

    /** Writes the lab file, with this line on iperf3. */
    void iperf3(String line) throws IOException {
        Files.writeString(
                folder.resolve("lab.yaml"), """
                lab: clean
                ssh: { user: pi, identity: key, known_hosts: known_hosts }
                %s
                hosts:
                %s%s""".formatted(line, host("client", client), host("server", server)));
    }

    /** The line on iperf3 that has it built from a tarball, for which it vouches. */
    static String tarball(Path tarball) throws IOException {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(tarball));
            return "iperf3: { version: \"3.21\", source: tarball, tarball: " + tarball.toAbsolutePath() + ", sha256: \""
                    + HexFormat.of().formatHex(sum) + "\" }";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String host(String name, CleanHost host) {
        String eth0 = host.address("eth0");
        return """
                  %s:
                    role: %s
                    address: %s
                    interfaces:
                      eth0: { address: %s }
                      wlan0: { address: %s }
                """.formatted(name, name, eth0.replaceFirst("/.*", ""), eth0, host.address("wlan0"))
                .indent(2);
    }

    private String key() throws IOException {
        Path file = folder.resolve("key");
        PilabProcess.Running made = new PilabProcess(folder)
                .startWords(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString()));
        try {
            assertThat(made.await().exitCode()).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Files.readString(folder.resolve("key.pub")).strip();
    }

    /** Runs a command of pilab in the lab's folder. */
    PilabProcess.Ended pilab(String... arguments) {
        try {
            return start(arguments).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts one as a process of our own, so that signals reach it. */
    PilabProcess.Running start(String... arguments) {
        List<String> words = new ArrayList<>(Engine.inside());
        words.addAll(PilabProcess.words());
        words.addAll(List.of(arguments));
        return new PilabProcess(folder)
                .with("HOME", folder.toString())
                .with("PILAB_CACHE", folder.resolve("cache").toString())
                .startWords(words);
    }

    /** Lets builds of a slow source go on. */
    void go() {
        client.must("touch " + StandIn.GO);
        server.must("touch " + StandIn.GO);
    }

    /** That it ended well and said this, and that both hosts are done. */
    void succeeded(PilabProcess.Ended ended, String... said) {
        assertThat(ended.exitCode()).describedAs(ended.all()).isZero();
        assertThat(List.of(said)).allSatisfy(text -> assertThat(ended.all()).contains(text));
        done(client);
        done(server);
    }

    static void done(CleanHost host) {
        assertThat(host.must("/opt/iperf3-3.21/bin/iperf3 --help")).contains("--mptcp");
        assertThat(host.names("/opt")).containsExactly("iperf3-3.21");
        assertThat(host.holds("test -e /var/lib/pilab/build/3.21/work")).isFalse();
    }

    static void nothingInstalled(CleanHost host) {
        assertThat(host.names("/opt")).isEmpty();
    }

    static void holdApt(CleanHost host) {
        host.must("setsid perl -e '" + HOLD_APT + "' >/dev/null 2>&1 & :");
        host.await("test -e /srv/held");
    }

    static void releaseApt(CleanHost host) {
        host.must("touch /srv/release");
    }

    @Override
    public void close() {
        client.close();
        server.close();
        eth0.close();
        wlan0.close();
    }
}
