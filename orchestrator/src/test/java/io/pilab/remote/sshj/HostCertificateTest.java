package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which host certificates of a known authority are accepted: those that OpenSSH accepts. */
class HostCertificateTest {
    @TempDir
    Path directory;

    private final KeyPair authority = EmbeddedServer.ecdsa();
    private EmbeddedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new EmbeddedServer(directory);
        server.accept(server.writeKey("id_ecdsa", EmbeddedServer.ecdsa(), ""));
        server.append("@cert-authority bench-*,[127.0.0.1]:* ecdsa-sha2-nistp256 "
                + Fingerprint.base64(authority.getPublic()));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private OpenSshCertificate signed(OpenSshCertificateBuilder builder, String principal) throws Exception {
        return builder.id("test")
                .publicKey(server.hostKey().getPublic())
                .principals(List.of(principal))
                .sign(authority, "ecdsa-sha2-nistp256");
    }

    private void certify(OpenSshCertificateBuilder builder, String principal) throws Exception {
        OpenSshCertificate certificate = signed(builder, principal);
        server.server().setHostKeyCertificateProvider(session -> List.of(certificate));
    }

    /** Connects under a HostKeyAlias, if one is given; the failure. */
    private Optional<RemoteException> connect(String alias) {
        SshSettings plain = server.settings();
        OperatorConfig none = OperatorConfig.NONE;
        OperatorConfig config = new OperatorConfig(
                none.hostName(),
                none.port(),
                none.user(),
                none.identityFiles(),
                none.identitiesOnly(),
                none.identityAgent(),
                none.userKnownHosts(),
                none.globalKnownHosts(),
                Optional.of(alias).filter(a -> !a.isEmpty()),
                none.proxyJump(),
                none.proxyCommand());
        SshSettings settings = new SshSettings(
                plain.connectTimeout(),
                plain.keepAliveInterval(),
                plain.keepAliveCount(),
                directory,
                plain.passphrases(),
                (host, target) -> config,
                name -> Optional.empty(),
                SudoPassword.NONE);
        try (SshRemote remote = new SshRemote("client", server.target(), settings)) {
            return Optional.ofNullable(catchThrowableOfType(RemoteException.class, remote::connect));
        }
    }

    @Test
    void theAddressOrElseTheAliasIsComparedWithThePrincipals() throws Exception {
        certify(OpenSshCertificateBuilder.hostCertificate(), "bench-client");
        assertThat(connect("bench-client")).isEmpty();
        assertThat(connect("bench-server"))
                .get()
                .extracting(RemoteException::kind)
                .isEqualTo(RemoteFailure.HOST_KEY_UNKNOWN);
        assertThat(connect(""))
                .hasValueSatisfying(
                        e -> assertThat(e)
                                .hasMessage(
                                        "client: the host certificate of 127.0.0.1 port " + server.port()
                                                + " is not accepted: Hostname `127.0.0.1` doesn't match any of the principals: `bench-client`."
                                                + " See on the host what it says: ssh-keygen -L -f /etc/ssh/ssh_host_ed25519_key-cert.pub"));
        certify(OpenSshCertificateBuilder.hostCertificate(), "127.0.0.1");
        assertThat(connect("")).isEmpty();
    }

    /** A server of the usual kind does not even show such a one, so it is judged without one. */
    @Test
    void aCertificateForUsersIsNoneForHosts() throws Exception {
        KnownHosts known = KnownHosts.read(directory.resolve("known_hosts"));
        PublicKey forHosts = read(signed(OpenSshCertificateBuilder.hostCertificate(), "bench-1"));
        assertThat(known.check("bench-1", forHosts).state()).isEqualTo(KnownHosts.Match.KNOWN);
        PublicKey forUsers = read(signed(OpenSshCertificateBuilder.userCertificate(), "bench-1"));
        assertThat(known.check("bench-1", forUsers).state()).isEqualTo(KnownHosts.Match.UNKNOWN);
        assertThat(KnownHosts.flaw(forUsers)).contains("its certificate is one for users, not for hosts");
    }

    private static PublicKey read(OpenSshCertificate certificate) throws IOException {
        ByteArrayBuffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(certificate);
        return new Buffer.PlainBuffer(buffer.getCompactData()).readPublicKey();
    }

    @Test
    void criticalOptionsThatNobodyKnowsAreCritical() throws Exception {
        certify(OpenSshCertificateBuilder.hostCertificate().criticalOption("foo", "bar"), "127.0.0.1");
        assertThat(connect("")).hasValueSatisfying(e -> {
            assertThat(e.kind()).isEqualTo(RemoteFailure.HOST_KEY_UNKNOWN);
            assertThat(e).hasMessageContaining("unknown critical options: foo");
        });
    }
}
