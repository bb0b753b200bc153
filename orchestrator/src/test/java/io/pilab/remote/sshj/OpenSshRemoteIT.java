package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.CommandResult;
import io.pilab.remote.Remote;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteContract;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and what only a real system shows: sudo, a full disk, a frozen host. */
class OpenSshRemoteIT extends RemoteContract {
    @TempDir
    static Path directory;

    private static OpenSshServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new OpenSshServer(directory);
        server.know("host_ed25519");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected Remote create() {
        return new SshRemote("client", server.target("with-sudo", "ed25519"), server.settings());
    }

    @Override
    protected void dropConnections() {
        server.dropConnections();
    }

    @Test
    void aLargeInputComesBackWhileItIsStillFed() {
        byte[] input = new byte[20_000_000];
        RemoteCommand cat =
                new RemoteCommand(RemoteCommand.of("cat").words(), false, input, Duration.ofSeconds(60), 30_000_000);
        assertThat(remote.exec(cat).stdout()).isEqualTo(input);
    }

    @Test
    void aCommandDoesNotWaitForNagle() {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long begin = System.nanoTime();
            run("true");
            fastest = Math.min(fastest, System.nanoTime() - begin);
        }
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(30));
    }

    @Test
    void becomesRootThroughSudoAndNotOtherwise() {
        assertThat(remote.exec(RemoteCommand.of("id", "-un")).text()).isEqualTo("with-sudo\n");
        assertThat(remote.exec(RemoteCommand.of("id", "-un").root()).text()).isEqualTo("root\n");
        CommandResult fed =
                remote.exec(shell("cat; echo err >&2; exit 3").root().input("fed".getBytes(StandardCharsets.UTF_8)));
        assertThat(fed.text()).isEqualTo("fed");
        assertThat(fed.errorText()).endsWith("err\n").doesNotContain("pilab-");
        assertThat(fed.exitCode()).isEqualTo(3);
    }

    @Test
    void rootNeedsNoSudo() {
        try (Remote root = new SshRemote("client", server.target("root", "ed25519"), server.settings())) {
            root.connect();
            assertThat(root.exec(RemoteCommand.of("sh", "-c", "id -un; echo ${SUDO_USER-none}")
                                    .root())
                            .text())
                    .isEqualTo("root\nnone\n");
        }
    }

    @Test
    void withoutSudoTheCureIsSaid() {
        try (Remote pi = new SshRemote("client", server.target("no-sudo", "ed25519"), server.settings())) {
            pi.connect();
            RemoteException e =
                    failure(() -> pi.exec(RemoteCommand.of("ip", "link").root()));
            assertThat(e.kind()).isEqualTo(RemoteFailure.SUDO);
            assertThat(e)
                    .hasMessage("client: 'ip link' needs root, but: sudo: a password is required. Cure: give the"
                            + " password: -K (--ask-sudo-password) asks for it, or PILAB_SUDO_PASSWORD holds it; or let no-sudo become"
                            + " root without a password; on the host: echo 'no-sudo ALL=(ALL) NOPASSWD: ALL' | sudo tee"
                            + " /etc/sudoers.d/010_no-sudo-nopasswd (Raspberry Pi OS: raspi-config, System Options)");
            assertThat(pi.exec(RemoteCommand.of("id", "-un")).text()).isEqualTo("no-sudo\n");
        }
    }

    @Test
    void aRootCommandIsEndedAsRoot() {
        RemoteCommand endless = shell("trap '' TERM; echo waiting; while :; do sleep 1; done")
                .root()
                .timeout(Duration.ofMillis(800));
        RemoteException e = failure(() -> remote.exec(endless));
        assertThat(e.kind()).isEqualTo(RemoteFailure.TIMEOUT);
        assertThat(e).hasMessageContaining("did not end within 0.8 s and was ended; it last wrote: waiting");
        String processes = remote.exec(RemoteCommand.of("sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"))
                .text();
        assertThat(processes).doesNotContain("echo waiting");
    }

    @Test
    void aFullDiskLeavesTheOldFileAndNothingElse() throws IOException {
        Path small = Files.writeString(local.resolve("small"), "the old one");
        remote.put(small, "/run/full/file");
        Path large = Files.write(local.resolve("large"), new byte[3_000_000]);
        RemoteException e = failure(() -> remote.put(large, "/run/full/file"));
        assertThat(e.kind()).isEqualTo(RemoteFailure.TRANSFER);
        assertThat(e).hasMessageContaining("to /run/full/file failed: Failure; a full disk on the host (df -h)");
        assertThat(run("cat", "/run/full/file")).isEqualTo("the old one");
        assertThat(run("ls", "-A", "/run/full")).isEqualTo("file\n");
    }

    @Test
    void aFrozenHostIsNoticedByKeepAlive() throws Exception {
        AtomicReference<RemoteException> seen = new AtomicReference<>();
        Thread waiting = new Thread(() ->
                seen.set(failure(() -> remote.exec(shell("sleep 300; true").timeout(Duration.ofSeconds(60))))));
        long begin = System.nanoTime();
        waiting.start();
        server.freezeConnections();
        try {
            waiting.join(20_000);
        } finally {
            server.thawConnections();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));
        assertThat(seen.get().kind()).isEqualTo(RemoteFailure.CONNECTION_LOST);
        assertThat(seen.get()).hasMessageContaining("Did not receive any keep-alive response for 6 seconds");
    }

    @Test
    void aCopyToAFrozenHostEndsToo() throws Exception {
        Path file = Files.write(local.resolve("large"), new byte[300_000_000]);
        AtomicReference<RemoteException> seen = new AtomicReference<>();
        Thread copying = new Thread(() -> seen.set(failure(() -> remote.put(file, "/tmp/large"))));
        copying.start();
        server.freezeConnections();
        try {
            copying.join(50_000); // a writer that is stuck holds up what asks whether the host is alive
        } finally {
            server.thawConnections();
        }
        assertThat(seen.get()).as("the failure of the copy").isNotNull();
        assertThat(seen.get().kind()).isIn(RemoteFailure.CONNECTION_LOST, RemoteFailure.TIMEOUT);
    }

    @Test
    void closingDoesNotWaitForAFrozenHost() {
        server.freezeConnections();
        try {
            long begin = System.nanoTime();
            remote.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        } finally {
            server.thawConnections();
        }
    }
}
