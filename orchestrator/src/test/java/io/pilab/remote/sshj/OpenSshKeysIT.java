package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.lab.SshTarget;
import io.pilab.remote.Eventually;
import io.pilab.remote.HostKey;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Host keys and user keys as OpenSSH itself makes, prints and judges them. */
@Timeout(60)
class OpenSshKeysIT {
    @TempDir
    static Path directory;

    private static OpenSshServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new OpenSshServer(directory);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa", "ecdsa_pem"})
    void logsInWithEveryKindOfKey(String key) {
        server.know("host_ed25519");
        assertLogsIn(key, file -> Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519_phrase", "rsa_pkcs8_phrase"})
    void logsInWithAPassphrase(String key) {
        server.know("host_ed25519");
        assertLogsIn(key, file -> Optional.of("a passphrase".toCharArray()));
        refused(key, file -> Optional.of("another".toCharArray()), RemoteFailure.KEY)
                .hasMessage("client: the passphrase (PILAB_SSH_PASSPHRASE) is not the one of key file "
                        + server.key(key) + "; try it: ssh-keygen -y -f " + server.key(key));
        refused(key, file -> Optional.empty(), RemoteFailure.KEY)
                .hasMessage("client: key file " + server.key(key)
                        + " has a passphrase; put the key into the agent (ssh-add " + server.key(key)
                        + "), or the passphrase into the environment variable PILAB_SSH_PASSPHRASE");
    }

    @Test
    void theOldPemEncryptionHasACure() {
        server.know("host_ed25519");
        assertThat(server.text("rsa_old_phrase")).contains("Proc-Type: 4,ENCRYPTED");
        refused("rsa_old_phrase", file -> Optional.of("a passphrase".toCharArray()), RemoteFailure.KEY)
                .hasMessageContaining("is in the old PEM encryption")
                .hasMessageEndingWith("ssh-keygen -p -f " + server.key("rsa_old_phrase"));
    }

    @Test
    void aKeyThatTheServerDoesNotTakeIsNamed() {
        server.know("host_ed25519");
        refused("stranger", file -> Optional.empty(), RemoteFailure.AUTHENTICATION)
                .hasMessageStartingWith("client: the server does not let user with-sudo in with key "
                        + server.key("stranger") + " (ED25519 SHA256:")
                .hasMessageEndingWith("); it allows: publickey. Install the key: ssh-copy-id -i "
                        + server.key("stranger") + ".pub -p " + server.port() + " with-sudo@127.0.0.1");
    }

    @Test
    void aFailedLoginLeavesNoThread() {
        server.know("host_ed25519");
        refused("stranger", file -> Optional.empty(), RemoteFailure.AUTHENTICATION);
        Eventually.eventually(
                "no thread of the attempt is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("sshj-") || name.startsWith("pilab-ssh-")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host_ed25519", "host_ecdsa", "host_rsa"})
    void acceptsTheKeyThatIsKnownWhicheverItIs(String hostKey) {
        server.know(hostKey);
        assertLogsIn("ed25519", file -> Optional.empty());
        HostKey key = new HostKeys(server.settings()).fetch("client", target()).get(0);
        assertThat(key.state()).isEqualTo(HostKey.KeyState.KNOWN);
        assertThat(key.fingerprint()).isEqualTo(server.fingerprint(hostKey));
    }

    @Test
    void readsHashedKnownHosts() {
        server.knownHosts(server.text("hashed"));
        assertThat(server.text("hashed")).startsWith("|1|");
        assertLogsIn("ed25519", file -> Optional.empty());
    }

    @Test
    void acceptsAHostCertificateOfAKnownAuthority() {
        server.knownHosts("@cert-authority [127.0.0.1]:* " + server.text("authority.pub"));
        assertLogsIn("ed25519", file -> Optional.empty());
        server.knownHosts("@cert-authority [127.0.0.1]:* " + server.text("stranger.pub"));
        refused("ed25519", file -> Optional.empty(), RemoteFailure.HOST_KEY_UNKNOWN);
    }

    @Test
    void anUnknownHostIsRefusedWithItsFingerprint() {
        server.knownHosts("# nobody\n");
        refused("ed25519", file -> Optional.empty(), RemoteFailure.HOST_KEY_UNKNOWN)
                .hasMessage("client: the host key of 127.0.0.1 port " + server.port() + " is not known: ED25519 "
                        + server.fingerprint("host_ed25519") + ". Compare it with 'ssh-keygen -lf"
                        + " /etc/ssh/ssh_host_ed25519_key.pub' on the host, then run: pilab trust client");
    }

    @Test
    void aChangedHostKeyIsRefusedWithBothFingerprintsAndThePlaceOfTheOldOne() throws IOException {
        String name = "[127.0.0.1]:" + server.port();
        server.knownHosts("# a comment\n\n" + name + " " + server.text("stranger.pub"));
        String stranger =
                Fingerprint.sha256(KnownHostLine.parse(server.directory(), 1, "x " + server.text("stranger.pub"))
                        .orElseThrow()
                        .key());
        Path file = server.directory().resolve("known_hosts");
        refused("ed25519", f -> Optional.empty(), RemoteFailure.HOST_KEY_CHANGED)
                .hasMessage(
                        "client: THE HOST KEY OF 127.0.0.1 port " + server.port() + " HAS CHANGED. It is now ED25519 "
                                + server.fingerprint("host_ed25519") + "; it was ED25519 " + stranger + " (" + file
                                + ":3). Either"
                                + " the host was reinstalled, or the connection is intercepted. If you know why, run: ssh-keygen -R '"
                                + name + "' -f " + file + " && pilab trust client");
        HostKeys keys = new HostKeys(server.settings());
        HostKey shown = keys.fetch("client", target()).get(0);
        assertThat(shown.state()).isEqualTo(HostKey.KeyState.CHANGED);
        keys.replace(shown);
        assertThat(Files.readString(file))
                .startsWith("# a comment\n\n" + name + " ssh-ed25519 ")
                .doesNotContain("test");
        assertThat(Files.readString(file.resolveSibling("known_hosts.old"))).contains(server.text("stranger.pub"));
        assertLogsIn("ed25519", f -> Optional.empty());
    }

    @Test
    void aRevokedHostKeyIsRefusedEvenIfItIsAlsoKnown() {
        String key = "[127.0.0.1]:" + server.port() + " " + server.text("host_ed25519.pub");
        server.knownHosts(key + "@revoked * " + server.text("host_ed25519.pub"));
        refused("ed25519", file -> Optional.empty(), RemoteFailure.HOST_KEY_CHANGED)
                .hasMessageContaining("is revoked (" + server.directory().resolve("known_hosts") + ":2)");
    }

    private static SshTarget target() {
        return server.target("with-sudo", "ed25519");
    }

    private static void assertLogsIn(String key, Passphrases passphrases) {
        try (SshRemote remote =
                new SshRemote("client", server.target("with-sudo", key), server.settings(passphrases))) {
            remote.connect();
            assertThat(remote.exec(RemoteCommand.of("echo", "in")).text()).isEqualTo("in\n");
        }
    }

    private static AbstractThrowableAssert<?, ?> refused(String key, Passphrases passphrases, RemoteFailure kind) {
        SshRemote remote = new SshRemote("client", server.target("with-sudo", key), server.settings(passphrases));
        return assertThatThrownBy(remote::connect)
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
