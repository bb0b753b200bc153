package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.CommandContract;
import io.pilab.remote.CommandResult;
import io.pilab.remote.Remote;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every Remote must do with commands, as root by a real sudo that asks for a password. */
class SudoPasswordIT extends CommandContract {
    private static final String PASSWORD = "open sesame";

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
        return new AsRoot(as("asks", PASSWORD));
    }

    @Override
    protected void dropConnections() {
        server.dropConnections();
    }

    @Test
    void itIsRootThatRuns() {
        assertThat(run("id", "-un")).isEqualTo("root\n");
    }

    @Test
    void withoutAPasswordBothCuresAreSaid() {
        try (Remote asks = as("asks", "")) {
            asks.connect();
            RemoteException e = failure(() -> {
                asks.exec(RemoteCommand.of("true").root());
            });
            assertThat(e.kind()).isEqualTo(RemoteFailure.SUDO);
            assertThat(e)
                    .hasMessageContaining("client: 'true' needs root, but: sudo: a password is required. Cure: give the"
                            + " password: -K (--ask-sudo-password) asks for it, or PILAB_SUDO_PASSWORD holds it; or let"
                            + " asks become root without a password");
        }
    }

    @Test
    void aWrongPasswordIsTriedOnceWhateverIsAskedFor() {
        asRoot("rm -f /run/sudo.log");
        try (Remote asks = as("asks", "wrong")) {
            asks.connect();
            for (int i = 0; i < 3; i++) {
                RemoteException e = failure(() -> {
                    asks.exec(RemoteCommand.of("true").root());
                });
                assertThat(e.kind()).isEqualTo(RemoteFailure.SUDO);
                assertThat(e.passing()).isFalse();
                assertThat(e)
                        .hasMessage("client: sudo does not take the password for asks (Sorry, try again.); it was tried"
                                + " once only. Correct PILAB_SUDO_PASSWORD, or what was typed for -K");
            }
            asks.close();
            asks.connect();
            failure(() -> {
                asks.exec(RemoteCommand.of("true").root());
            });
            assertThat(asks.exec(RemoteCommand.of("id", "-un")).text()).isEqualTo("asks\n");
        }
        assertThat(asRoot("tr -d '\\n' < /run/sudo.log").split("incorrect password attempt", -1))
                .hasSize(2);
    }

    @Test
    void aPasswordThatSudoDoesNotAskForReachesNobody() {
        try (Remote asks = as("asks", PASSWORD)) {
            asks.connect();
            assertThat(asks.exec(RemoteCommand.of("id", "-un").root()).text()).isEqualTo("root\n");
            // from now on sudo asks no more, and we do not know
            asRoot("echo 'asks ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/zz");
            try {
                byte[] input = bytes(3_000_000);
                CommandResult fed = asks.exec(RemoteCommand.of("cat").root().input(input));
                assertThat(fed.stdout()).isEqualTo(input);
                assertThat(fed.errorText()).isEmpty();
                assertThat(asks.exec(RemoteCommand.of("cat").root()).stdout()).isEmpty();
            } finally {
                asRoot("rm /etc/sudoers.d/zz");
            }
        }
    }

    @Test
    void aUserThatNeedsNoPasswordIsNotGivenOne() {
        try (Remote free = as("with-sudo", PASSWORD)) {
            free.connect();
            String grandparent = "read -r _ _ _ parent _ < /proc/$PPID/stat; tr '\\0' ' ' < /proc/$parent/cmdline";
            String line =
                    free.exec(RemoteCommand.of("sh", "-c", grandparent).root()).text();
            assertThat(line).startsWith("sudo -n -- sh -c");
        }
    }

    @Test
    void thePasswordIsInNoProcessList() {
        String lists =
                "for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline; tr '\\0' ' ' < $p/environ; done 2>/dev/null";
        String seen = run("sh", "-c", lists);
        assertThat(seen).contains("sudo -k -S -p").doesNotContain(PASSWORD);
    }

    @Test
    void aUserWhoMayNotAtAllIsToldSo() {
        asRoot("echo 'no-sudo:" + PASSWORD + "' | chpasswd");
        try (Remote never = as("no-sudo", PASSWORD)) {
            never.connect();
            RemoteException e = failure(() -> {
                never.exec(RemoteCommand.of("true").root());
            });
            assertThat(e.kind()).isEqualTo(RemoteFailure.SUDO);
            assertThat(e)
                    .hasMessageContaining("sudo does not let no-sudo become root: ")
                    .hasMessageContaining("no-sudo is not in the sudoers file")
                    .hasMessageContaining("let no-sudo become root");
        }
    }

    @Test
    void aSudoThatWantsATerminalIsToldSo() {
        asRoot("echo 'Defaults:asks requiretty' > /etc/sudoers.d/zz");
        try (Remote asks = as("asks", PASSWORD)) {
            asks.connect();
            RemoteException e = failure(() -> {
                asks.exec(RemoteCommand.of("true").root());
            });
            assertThat(e.kind()).isEqualTo(RemoteFailure.SUDO);
            assertThat(e).hasMessageContaining("you must have a tty to run sudo");
        } finally {
            asRoot("rm /etc/sudoers.d/zz");
        }
    }

    private static String asRoot(String script) {
        try (Remote root = as("root", "")) {
            root.connect();
            CommandResult result = root.exec(RemoteCommand.of("sh", "-c", script));
            assertThat(result.errorText()).isEmpty();
            return result.text();
        }
    }

    private static Remote as(String user, String password) {
        SudoPassword given =
                () -> Optional.of(password).filter(text -> !text.isEmpty()).map(String::toCharArray);
        SshSettings settings = new SshSettings(
                        Duration.ofSeconds(10), Duration.ofSeconds(2), 3, directory, file -> Optional.empty())
                .with(given);
        return new SshRemote("client", server.target(user, "ed25519"), settings);
    }

    /** Every command as root. */
    private record AsRoot(Remote remote) implements Remote {
        @Override
        public String host() {
            return remote.host();
        }

        @Override
        public void connect() {
            remote.connect();
        }

        @Override
        public CommandResult exec(RemoteCommand command) {
            return remote.exec(command.root());
        }

        @Override
        public void put(Path local, String remotePath) {
            remote.put(local, remotePath);
        }

        @Override
        public void get(String remotePath, Path local) {
            remote.get(remotePath, local);
        }

        @Override
        public void close() {
            remote.close();
        }
    }
}
