package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.lab.SshTarget;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real ssh-agent against a real OpenSSH server. */
@Timeout(60)
class OpenSshAgentIT {
    @TempDir
    static Path directory;

    private static OpenSshServer server;

    @TempDir
    Path own;

    private OpenSshAgent agent;

    @BeforeAll
    static void startServer() throws IOException {
        server = new OpenSshServer(directory);
        server.know("host_ed25519");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void startAgent() throws IOException {
        agent = new OpenSshAgent(own);
    }

    @AfterEach
    void stopAgent() throws IOException {
        agent.close();
    }

    /** The last is good by its certificate only. */
    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa", "certified"})
    void logsInWithEveryKindOfKeyThatTheAgentHolds(String key) throws IOException {
        agent.add(server.key(key));
        assertLogsIn(Optional.empty(), OperatorConfig.NONE);
    }

    @Test
    void aKeyFileWithAPassphraseNeedsNoneWhenTheAgentHoldsItsKey() throws IOException {
        Path file = server.key("ed25519_phrase");
        refused(Optional.of(file), OperatorConfig.NONE)
                .hasMessageStartingWith("client: key file " + file + " has a passphrase; put the key into the agent"
                        + " (ssh-add " + file + ")");
        agent.add(file);
        assertLogsIn(Optional.of(file), OperatorConfig.NONE);
    }

    @Test
    void thePublicHalfOfAFileIsEnoughToNameAKeyOfTheAgent() throws IOException {
        agent.add(server.key("stranger"), server.key("ed25519"));
        Path half = server.key("ed25519.pub");
        assertLogsIn(Optional.of(half), OperatorConfig.NONE);
        assertLogsIn(Optional.empty(), config(List.of(half), true));
    }

    @Test
    void identitiesOnlyKeepsTheOthersBack() throws IOException {
        agent.add(server.key("stranger"), server.key("ed25519"));
        refused(Optional.empty(), config(List.of(server.key("stranger")), true))
                .hasMessageContaining("with key 'test' of the agent (ED25519 SHA256:")
                .satisfies(e -> assertThat(e.getMessage().split("of the agent")).hasSize(2));
        assertLogsIn(Optional.empty(), config(List.of(server.key("stranger")), false));
    }

    @Test
    void noMoreKeysAreTriedThanAServerHearsOut() throws IOException {
        for (int i = 0; i < 7; i++) {
            agent.add(newKey("stranger" + i));
        }
        refused(Optional.empty(), OperatorConfig.NONE)
                .hasMessageContaining("'stranger0' of the agent")
                .hasMessageContaining("'stranger5' of the agent")
                .hasMessageNotContaining("'stranger6'")
                .hasMessageContaining(
                        "(1 more not tried, since servers allow 6 tries; name the right one as 'identity'")
                .hasMessageEndingWith("Install the key: ssh-copy-id -p " + server.port() + " with-sudo@127.0.0.1");
        assertLogsIn(Optional.of(server.key("ed25519")), OperatorConfig.NONE);
    }

    @Test
    void aLockedAgentIsARemark() throws IOException {
        agent.add(server.key("ed25519"));
        agent.lock();
        String remark =
                "the agent at " + agent.socket() + " shows no key: it is locked (ssh-add -X) or empty (ssh-add)";
        refused(Optional.empty(), OperatorConfig.NONE)
                .hasMessageStartingWith("client: there is no key to log in with: none of ")
                .hasMessageContaining(remark);
        refused(Optional.of(server.key("stranger")), OperatorConfig.NONE).hasMessageContaining(remark);
        assertLogsIn(Optional.of(server.key("ed25519")), OperatorConfig.NONE);
    }

    @Test
    void aDeadAgentIsARemark() throws IOException {
        agent.close();
        refused(Optional.of(server.key("stranger")), OperatorConfig.NONE)
                .hasMessageContaining(
                        "; the agent at " + agent.socket() + " (SSH_AUTH_SOCK or IdentityAgent) is of no use: ");
        assertLogsIn(Optional.of(server.key("ed25519")), OperatorConfig.NONE);
    }

    private Path newKey(String name) throws IOException {
        Path file = own.resolve(name);
        Process make = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file.toString())
                .inheritIO()
                .start();
        make.onExit().join();
        assertThat(Files.exists(file)).isTrue();
        return file;
    }

    private static OperatorConfig config(List<Path> files, boolean only) {
        OperatorConfig none = OperatorConfig.NONE;
        return new OperatorConfig(
                none.hostName(),
                none.port(),
                none.user(),
                files,
                only,
                none.identityAgent(),
                List.of(),
                List.of(),
                none.hostKeyAlias(),
                none.proxyJump(),
                none.proxyCommand());
    }

    private void assertLogsIn(Optional<Path> identity, OperatorConfig config) {
        try (SshRemote remote = remote(identity, config)) {
            remote.connect();
            assertThat(remote.exec(RemoteCommand.of("echo", "in")).text()).isEqualTo("in\n");
        }
    }

    private AbstractThrowableAssert<?, ?> refused(Optional<Path> identity, OperatorConfig config) {
        return assertThatThrownBy(remote(identity, config)::connect)
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        e -> assertThat(e.kind()).isIn(RemoteFailure.AUTHENTICATION, RemoteFailure.KEY));
    }

    private SshRemote remote(Optional<Path> identity, OperatorConfig config) {
        SshSettings settings = new SshSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                3,
                directory,
                file -> Optional.empty(),
                (host, target) -> config,
                name -> Optional.of(agent.socket().toString()),
                SudoPassword.NONE);
        SshTarget target = new SshTarget("127.0.0.1", server.port(), "with-sudo", identity, Optional.empty());
        return new SshRemote("client", target, settings);
    }
}
