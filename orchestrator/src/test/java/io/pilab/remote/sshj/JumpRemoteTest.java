package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.SshTarget;
import io.pilab.remote.Remote;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteContract;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract by way of two jump hosts, and that what fails there is said to be theirs. */
class JumpRemoteTest extends RemoteContract {
    @TempDir
    static Path directory;

    private static EmbeddedServer first;
    private static EmbeddedServer second;
    private static EmbeddedServer server;

    @BeforeAll
    static void start() throws IOException {
        first = new EmbeddedServer(directory);
        PublicKey key = first.writeKey("id_ecdsa", EmbeddedServer.ecdsa(), "");
        first.enrolled(key);
        second = new EmbeddedServer(directory).enrolled(key);
        server = new EmbeddedServer(directory).enrolled(key);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        second.close();
        first.close();
    }

    @Override
    protected Remote create() {
        return to(server.targetBy(first, second));
    }

    @Override
    protected void dropConnections() {
        server.dropConnections();
    }

    @Test
    void aLostJumpHostIsNamed() {
        Remote by = open();
        first.dropConnections();
        RemoteException e = failure(() -> {
            by.exec(RemoteCommand.of("sleep", "20"));
        });
        assertThat(e.kind()).isEqualTo(RemoteFailure.CONNECTION_LOST);
        assertThat(e)
                .hasMessageContaining("pi@127.0.0.1:" + server.port())
                .hasMessageContaining("jump host pi@127.0.0.1:");
        by.connect();
        assertThat(by.exec(RemoteCommand.of("echo", "again")).text()).isEqualTo("again\n");
    }

    @Test
    void aJumpHostThatNobodyKnowsIsRefusedByItsOwnName() throws IOException {
        try (EmbeddedServer stranger = new EmbeddedServer(directory)) {
            RemoteException e = failure(to(server.targetBy(stranger))::connect);
            assertThat(e.kind()).isEqualTo(RemoteFailure.HOST_KEY_UNKNOWN);
            assertThat(e)
                    .hasMessageStartingWith("client: jump host pi@127.0.0.1:" + stranger.port()
                            + ": the host key of 127.0.0.1 port " + stranger.port() + " is not known: ECDSA SHA256:")
                    .hasMessageEndingWith("then run: pilab trust client");
        }
    }

    @Test
    void aHostThatNobodyKnowsIsRefusedBehindAJumpHost() throws IOException {
        try (EmbeddedServer stranger = new EmbeddedServer(directory)) {
            RemoteException e = failure(to(stranger.targetBy(first))::connect);
            assertThat(e.kind()).isEqualTo(RemoteFailure.HOST_KEY_UNKNOWN);
            assertThat(e)
                    .hasMessageStartingWith("client: the host key of 127.0.0.1 port " + stranger.port()
                            + " by way of pi@127.0.0.1:" + first.port() + " is not known");
        }
    }

    @Test
    void aJumpHostThatForwardsNothingHasACure() throws IOException {
        first.server().setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        try {
            RemoteException e = failure(to(server.targetBy(first))::connect);
            assertThat(e.kind()).isEqualTo(RemoteFailure.UNREACHABLE);
            assertThat(e)
                    .hasMessageContaining("client: the jump host does not reach 127.0.0.1 port " + server.port()
                            + " by way of pi@127.0.0.1:" + first.port())
                    .hasMessageContaining("AllowTcpForwarding yes");
        } finally {
            first.server().setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        }
    }

    @Test
    void aPortThatNobodyListensOnBehindAJumpHost() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        RemoteException e = failure(to(behindFirst(port))::connect);
        assertThat(e.kind()).isEqualTo(RemoteFailure.UNREACHABLE);
        assertThat(e)
                .hasMessageContaining("the jump host does not reach 127.0.0.1 port " + port)
                .hasMessageContaining("correct 'address' in the lab file");
    }

    @Test
    void aSilentHostBehindAJumpHostIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SshSettings hasty = new SshSettings(
                    Duration.ofSeconds(2), Duration.ofSeconds(2), 3, directory, file -> Optional.empty());
            SshTarget target = behindFirst(silent.getLocalPort());
            RemoteException e = failure(new SshRemote("client", target, hasty)::connect);
            assertThat(e.kind()).isEqualTo(RemoteFailure.UNREACHABLE);
            assertThat(e)
                    .hasMessageContaining(" by way of pi@127.0.0.1:" + first.port()
                            + " accepts the connection but is silent for 2 s");
        }
    }

    private static SshRemote to(SshTarget target) {
        return new SshRemote("client", target, server.settings());
    }

    private static SshTarget behindFirst(int port) {
        SshTarget target = server.targetBy(first);
        return new SshTarget(
                target.address(),
                Optional.of(port),
                target.givenUser(),
                Optional.empty(),
                Optional.empty(),
                target.jump());
    }
}
