package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.lab.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the machine's own ssh says of files that the test writes. */
@Timeout(60)
class SshProgramTest {
    private static final String HOME = System.getProperty("user.home");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("config");
    }

    @Test
    void tellsWhatIsSetForAnAlias() {
        OperatorConfig config = ask("""
                Host bench-pi
                  HostName 10.1.2.3
                  Port 2222
                  User alice
                  IdentityFile ~/.ssh/%h_%r
                  IdentityFile "/keys/with space"
                  IdentitiesOnly yes
                  IdentityAgent ~/agent-%n
                  UserKnownHostsFile ~/.ssh/lab_hosts /other
                  GlobalKnownHostsFile /global
                  HostKeyAlias the-bench
                  ProxyJump bob@gate:24,inner
                """, target("bench-pi"));
        assertThat(config)
                .isEqualTo(new OperatorConfig(
                        Optional.of("10.1.2.3"),
                        Optional.of(2222),
                        Optional.of("alice"),
                        List.of(Path.of(HOME, ".ssh/10.1.2.3_alice"), Path.of("/keys/with space")),
                        true,
                        Optional.of(HOME + "/agent-bench-pi"),
                        List.of(Path.of(HOME, ".ssh/lab_hosts"), Path.of("/other")),
                        List.of(Path.of("/global")),
                        Optional.of("the-bench"),
                        Optional.of("bob@gate:24,inner"),
                        Optional.empty()));
    }

    @Test
    void opensshsOwnDefaultsAreNotSet() {
        OperatorConfig config = ask("Host other\n  User alice\n  Port 2222\n", target("172.31.0.133"));
        assertThat(config.hostName()).isEmpty();
        assertThat(config.port()).isEmpty();
        assertThat(config.user()).isEmpty();
        assertThat(config.identityFiles()).isEmpty();
        assertThat(config.userKnownHosts()).isEmpty();
        assertThat(config.identitiesOnly()).isFalse();
        assertThat(config.identityAgent()).isEmpty();
        assertThat(config.proxyJump()).isEmpty();
        assertThat(config.proxyCommand()).isEmpty();
    }

    @Test
    void ourOwnUserNameCountsWhenItIsWritten() {
        String own = System.getProperty("user.name");
        assertThat(ask("Host bench\n  User " + own + "\n", target("bench")).user())
                .contains(own);
        assertThat(ask("Host *\n  User " + own + "\n", target("bench")).user()).contains(own);
        assertThat(ask("Host other\n  User " + own + "\n", target("bench")).user())
                .isEmpty();
    }

    @Test
    void nothingIsKeptMeansOurOwnFile() {
        assertThat(ask("Host *\n  UserKnownHostsFile /dev/null\n", target("x")).userKnownHosts())
                .isEmpty();
        assertThat(ask("Host *\n  IdentityFile none\n", target("x")).identityFiles())
                .isEmpty();
        assertThat(ask("Host *\n  ProxyCommand none\n", target("x")).proxyCommand())
                .isEmpty();
        assertThat(ask("Host *\n  ProxyCommand nc %h %p\n", target("x")).proxyCommand())
                .contains("nc %h %p");
    }

    @Test
    void aMatchSeesTheUserAndPortOfTheLabFile() {
        SshTarget lab = new SshTarget("bench", 2200, "lab", Optional.empty(), Optional.empty());
        assertThat(ask("Match user lab\n  IdentityFile /keys/lab\n", lab).identityFiles())
                .containsExactly(Path.of("/keys/lab"));
        assertThat(ask("Match user lab\n  IdentityFile /keys/lab\n", target("bench"))
                        .identityFiles())
                .isEmpty();
    }

    @Test
    void aBrokenFileIsSaidWithItsLine() {
        assertThatThrownBy(() -> ask("Host x\n  Colour blue\n", target("x")))
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.kind()).isEqualTo(RemoteFailure.CONFIGURATION))
                .hasMessageStartingWith("client: 'ssh -F " + file + " -G -- x' failed: " + file + ": line 2: Bad"
                        + " configuration option: colour")
                .hasMessageEndingWith("; correct ssh_config, or do without it: PILAB_SSH_CONFIG=none");
    }

    @Test
    void aProgramOfTheFileThatHangsIsEnded() throws IOException {
        Path pid = directory.resolve("pid");
        Files.writeString(file, "Match exec \"echo $$ > " + pid + "; exec sleep 300\"\n  User x\n");
        SshProgram program =
                new SshProgram("ssh", Optional.of(file.toString()), name -> Optional.empty(), Duration.ofSeconds(1));
        assertThatThrownBy(() -> program.of("client", target("bench")))
                .hasMessageContaining("did not answer within 1 s; does a 'Match exec' of ssh_config hang?");
        long sleeper = Long.parseLong(Files.readString(pid).strip());
        awaitEnd(sleeper);
    }

    @Test
    void withoutSshNothingIsSet() {
        SshProgram program = new SshProgram(
                directory.resolve("no-ssh").toString(),
                Optional.empty(),
                name -> Optional.empty(),
                Duration.ofSeconds(10));
        assertThat(program.of("client", target("bench"))).isEqualTo(OperatorConfig.NONE);
        assertThat(SshProgram.named(Optional.of("none"), name -> Optional.empty()))
                .isSameAs(OperatorConfigs.NONE);
    }

    private OperatorConfig ask(String text, SshTarget target) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SshProgram.named(Optional.of(file.toString()), name -> Optional.empty())
                .of("client", target);
    }

    private static void awaitEnd(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static SshTarget target(String address) {
        return new SshTarget(
                address, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
