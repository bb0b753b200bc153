package io.pilab.remote.sshj;

import static io.pilab.remote.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.sshd.server.command.CommandFactory;
import org.apache.sshd.server.shell.InvertedShellWrapper;
import org.apache.sshd.server.shell.ProcessShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One shell on the host for many commands. */
@Timeout(60)
class ConversationTest {
    @TempDir
    Path directory;

    private final List<String> channels = Collections.synchronizedList(new ArrayList<>());
    private EmbeddedServer server;
    private SshRemote remote;

    @BeforeEach
    void start() throws IOException {
        server = new EmbeddedServer(directory).enrolled();
        CommandFactory real = server.server().getCommandFactory();
        server.server().setCommandFactory((channel, command) -> {
            channels.add(command);
            return real.createCommand(channel, command);
        });
        remote = new SshRemote("client", server.target(), server.settings());
        remote.connect();
    }

    @AfterEach
    void stop() throws IOException {
        remote.close();
        server.close();
    }

    @Test
    void manyCommandsNeedOneChannel() {
        for (int i = 0; i < 20; i++) {
            CommandResult result = shell("echo out " + i + "; echo err " + i + " >&2; exit " + i);

            assertThat(result.text()).isEqualTo("out " + i + "\n");
            assertThat(result.errorText()).isEqualTo("err " + i + "\n");
            assertThat(result.exitCode()).isEqualTo(i);
        }
        assertThat(channels).hasSize(1);
    }

    @Test
    void wordsAndInputArriveAsTheyAre() {
        List<String> words =
                List.of("printf", "%s|", "", " a  b ", "$HOME", "`id`", "-n", "\\n", "*", "\t", "'\"", "h\u00e9");
        assertThat(remote.exec(RemoteCommand.of(words)).text())
                .isEqualTo("| a  b |$HOME|`id`|-n|\\n|*|\t|'\"|h\u00e9|");

        byte[] large = new byte[100_000];
        for (byte[] input : List.of(bytes("one $HOME \\\n\n  two\n3 0\n"), bytes("no newline"), large)) {
            assertThat(remote.exec(RemoteCommand.of("cat").input(input)).stdout())
                    .isEqualTo(input);
        }
        assertThat(remote.exec(RemoteCommand.of("cat")).stdout())
                .as("nothing of the next")
                .isEmpty();
        assertThat(channels).hasSize(1);
    }

    @Test
    void aCommandThatDoesNotReadItsInputDisturbsNoOther() {
        for (int lines : List.of(1, 4_000, 300_000)) {
            byte[] input = bytes("1\n".repeat(lines));

            assertThat(remote.exec(RemoteCommand.of("sh", "-c", "exit 3").input(input))
                            .exitCode())
                    .isEqualTo(3);
            assertThat(shell("echo next").text()).isEqualTo("next\n");
        }
        assertThat(channels).hasSize(1);
    }

    @Test
    void aCommandThatHangsOverItsInputIsEnded() {
        // More than a pipe holds, and less than would stop the embedded server, which OpenSSH's own does not mind.
        RemoteCommand deaf =
                RemoteCommand.of("sleep", "300").input(new byte[100_000]).timeout(Duration.ofMillis(300));

        RemoteException e = catchThrowableOfType(RemoteException.class, () -> remote.exec(deaf));

        assertThat(e).hasMessageContaining("'sleep 300' did not end within 0.3 s and was ended");
        assertThat(shell("echo next").text()).isEqualTo("next\n");
    }

    @Test
    void anAnswerIsCutWhereItEnds() {
        assertThat(shell("printf 'no newline'; printf 'nor here' >&2").errorText())
                .isEqualTo("nor here");
        assertThat(shell("printf 'no newline'").text()).isEqualTo("no newline");
        assertThat(shell("head -c 3000000 /dev/zero").stdout()).hasSize(3_000_000);
        assertThat(shell("true").stdout()).isEmpty();
        assertThat(channels).hasSize(1);
    }

    @Test
    void whatTheProtocolCannotCarryHasAChannelOfItsOwn() {
        shell("true");

        assertThat(remote.exec(RemoteCommand.of("printf", "%s", "a\nb")).text()).isEqualTo("a\nb");
        byte[] large = new byte[(1 << 20) + 1];
        assertThat(remote.exec(RemoteCommand.of("wc", "-c").input(large)).text().strip())
                .isEqualTo("1048577");
        assertThat(channels).hasSize(3);
    }

    @Test
    void aShellThatWasKilledIsReplaced() {
        assertThat(shell("kill -9 $PPID; sleep 0.2").succeeded()).isFalse();

        assertThat(shell("echo next").text()).isEqualTo("next\n");
        assertThat(channels).hasSize(2);
    }

    @Test
    void aCommandThatIsGivenUpEndsItsShell() {
        RemoteCommand slow = RemoteCommand.of("sleep", "300").timeout(Duration.ofMillis(300));

        RemoteException e = catchThrowableOfType(RemoteException.class, () -> remote.exec(slow));

        assertThat(e.kind()).isEqualTo(RemoteFailure.TIMEOUT);
        assertThat(e).hasMessageContaining("'sleep 300' did not end within 0.3 s and was ended");
        assertThat(shell("echo next").text()).isEqualTo("next\n");
    }

    @Test
    void aConnectionThatIsLostWhileTheShellIsSilentIsNoticedBeforeACommandRuns() throws Exception {
        shell("true");
        Thread.sleep(1100);
        server.dropConnections();

        RemoteException e = catchThrowableOfType(RemoteException.class, () -> shell("true"));

        assertThat(e.kind()).isEqualTo(RemoteFailure.CONNECTION_LOST);
        assertThat(e.nothingStarted()).isTrue();
    }

    @Test
    void aProfilesTextIsReportedWithEveryAnswer() {
        server.server()
                .setCommandFactory((channel, command) -> new InvertedShellWrapper(new ProcessShell(
                        "setsid", "/bin/sh", "-c", "echo Welcome; " + command.replaceFirst("^exec ", ""))));

        assertThat(shell("echo one"))
                .extracting(CommandResult::text, CommandResult::around)
                .containsExactly("one\n", "Welcome");
        assertThat(shell("echo two"))
                .extracting(CommandResult::text, CommandResult::around)
                .containsExactly("two\n", "Welcome");
    }

    @Test
    void theShellEndsWithTheConnection() throws Exception {
        String shell = shell("echo $PPID").text().strip();

        remote.close();

        eventually("the shell is gone", () -> !Files.exists(Path.of("/proc", shell)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private CommandResult shell(String text) {
        return remote.exec(RemoteCommand.of("sh", "-c", text));
    }
}
