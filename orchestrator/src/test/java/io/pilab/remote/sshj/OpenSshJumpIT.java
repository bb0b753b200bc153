package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.SshTarget;
import io.pilab.remote.HostKey;
import io.pilab.remote.Remote;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteContract;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract by way of a real OpenSSH server, with the alias and the jump host from a real ssh_config. */
class OpenSshJumpIT extends RemoteContract {
    @TempDir
    static Path directory;

    private static OpenSshServer server;
    private static Path config;

    @BeforeAll
    static void start() throws IOException {
        server = new OpenSshServer(directory);
        server.know("host_ed25519");
        config = Files.writeString(directory.resolve("config"), """
                Host bench-pi
                  HostName 127.0.0.1
                  User with-sudo
                  ProxyJump gate
                Host gate
                  HostName 127.0.0.1
                  User no-sudo
                Host *
                  Port %d
                  IdentityFile %s
                """.formatted(server.port(), server.key("ed25519")));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Remote create() {
        return new SshRemote("client", alias(), settings());
    }

    @Override
    protected void dropConnections() {
        server.dropConnections();
    }

    @Test
    void anAliasIsAllThatTheLabFileNeeds() {
        assertThat(run("id", "-un")).isEqualTo("with-sudo\n");
        assertThat(remote.exec(RemoteCommand.of("id", "-un").root()).text()).isEqualTo("root\n");
    }

    @Test
    void aFrozenJumpHostIsNoticedAndNamed() throws Exception {
        Remote by = open();
        server.freezeConnections();
        try {
            long begin = System.nanoTime();
            RemoteException e = failure(() -> {
                by.exec(shell("sleep 300; true").timeout(Duration.ofSeconds(60)));
            });
            assertThat(e.kind()).isEqualTo(RemoteFailure.CONNECTION_LOST);
            assertThat(e).hasMessageContaining("Did not receive any keep-alive response for 6 seconds");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
            begin = System.nanoTime();
            by.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
        } finally {
            server.thawConnections();
        }
    }

    @Test
    void aLargeCopyGoesThrough() throws IOException {
        Path file = Files.write(local.resolve("large"), bytes(60_000_000));
        remote.put(file, folder + "/large");
        Path back = local.resolve("back");
        remote.get(folder + "/large", back);
        assertThat(Files.mismatch(file, back)).isEqualTo(-1);
    }

    private static SshTarget alias() {
        return new SshTarget(
                "bench-pi", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static SshSettings settings() {
        return new SshSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                3,
                directory,
                file -> Optional.empty(),
                SshProgram.named(Optional.of(config.toString()), name -> Optional.empty()),
                name -> Optional.empty(),
                SudoPassword.NONE);
    }

    @Test
    void keysAreFetchedOneAfterTheOther() throws IOException {
        Path known = Files.createDirectory(local.resolve("ssh")).resolve("known_hosts");
        SshTarget target = new SshTarget(
                "bench-pi", Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(known), Optional.empty());
        HostKeys keys = new HostKeys(settings());
        List<HostKey> first = keys.fetch("client", target);
        assertThat(first).hasSize(1);
        assertThat(first.get(0).name()).isEqualTo("no-sudo@127.0.0.1:" + server.port());
        assertThat(first.get(0).state()).isEqualTo(HostKey.KeyState.NEW);
        keys.enrol(first.get(0));
        assertThat(keys.fetch("client", target))
                .extracting(HostKey::name)
                .containsExactly("no-sudo@127.0.0.1:" + server.port(), "client");
    }
}
