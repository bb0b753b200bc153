package io.pilab.remote.sshj;

import static io.pilab.remote.RemoteException.RemoteFailure.CONNECTION_LOST;
import static io.pilab.remote.RemoteException.RemoteFailure.NO_COMMANDS;
import static io.pilab.remote.RemoteException.RemoteFailure.OUTPUT_LIMIT;
import static io.pilab.remote.RemoteException.RemoteFailure.REFUSED;
import static io.pilab.remote.RemoteException.RemoteFailure.TIMEOUT;
import static io.pilab.remote.RemoteException.RemoteFailure.TRANSFER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.remote.sshj.HostileCommand.Behaviour;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An SSH server that answers commands in its own way: each ends in a result or in a RemoteException, in time. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class HostileServerTest {
    @TempDir
    Path directory;

    private EmbeddedServer server;
    private SshRemote remote;

    @BeforeEach
    void start() throws IOException {
        server = new EmbeddedServer(directory).enrolled();
        remote = new SshRemote("client", server.target(), server.settings());
        remote.connect();
    }

    @AfterEach
    void stop() throws IOException {
        remote.close();
        server.close();
    }

    @Test
    void whatAProfileWritesBeforeAndAfterIsPassedOver() {
        prefixed(
                "echo 'Welcome to the lab'; echo 'mail!' >&2; ",
                "; code=$?; echo 'Good bye'; echo bye >&2; exit $code");

        CommandResult result = remote.exec(RemoteCommand.of("sh", "-c", "printf own; printf 'own error' >&2; exit 7"));

        assertThat(result.text()).isEqualTo("own");
        assertThat(result.errorText()).isEqualTo("own error");
        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.around()).isEqualTo("Welcome to the lab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"This account is currently not available.\n", "", "\u001b]52;c;aGVsbG8=\u0007\u0000\u009b"})
    void anAccountThatRunsNoCommandsIsNamed(String text) {
        behave(c -> {
            write(c.out(), text);
            return 1;
        });

        RemoteException e = failure(RemoteCommand.of("true"));

        assertThat(e.kind()).isEqualTo(NO_COMMANDS);
        assertThat(e)
                .hasMessageStartingWith("client: the account takes the login but does not run our commands")
                .hasMessageContaining("exit code 1");
        assertThat(e.getMessage()).hasSizeLessThan(900);
    }

    @Test
    void aLongAnswerThatIsNotOursIsQuotedShort() {
        behave(c -> {
            write(c.out(), "x".repeat(5_000_000));
            return 0;
        });

        assertThat(failure(RemoteCommand.of("true")).getMessage()).hasSizeLessThan(900);
    }

    @Test
    void halfAnAnswerIsNone() {
        behave(c -> {
            write(c.out(), c.mark() + "\n{\"half\":");
            return 0;
        });

        RemoteException e = failure(RemoteCommand.of("true"));

        assertThat(e.kind()).isEqualTo(REFUSED);
        assertThat(e).hasMessageContaining("the end of its answer is missing; it wrote: {\"half\":");
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 99_999, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void anExitCodeThatThereIsNotIsNoResult(int code) {
        behave(c -> {
            write(c.out(), c.mark() + "\n" + c.mark() + "\n");
            return code;
        });

        RemoteException e = failure(RemoteCommand.of("true"));

        assertThat(e.kind()).isEqualTo(REFUSED);
        assertThat(e).hasMessageContaining("an exit code that does not exist: " + code);
    }

    @Test
    void endlessOutputEndsAtTheLimitAndSoDoesTheCommand() {
        behave(c -> {
            byte[] piece = new byte[32 << 10];
            while (true) {
                c.out().write(piece);
                c.out().flush();
            }
        });

        RemoteException e = failure(RemoteCommand.of("true").timeout(Duration.ofSeconds(20)));

        assertThat(e.kind()).isEqualTo(OUTPUT_LIMIT);
    }

    @Test
    void anAnswerThatDripsEndsWithTheTimeLimit() {
        behave(c -> {
            while (true) {
                write(c.out(), "x");
                Thread.sleep(50);
            }
        });

        RemoteException e = failure(RemoteCommand.of("true").timeout(Duration.ofSeconds(1)));

        assertThat(e.kind()).isEqualTo(TIMEOUT);
    }

    @Test
    void noAnswerEndsWithTheTimeLimit() {
        behave(c -> {
            Thread.sleep(60_000);
            return 0;
        });

        assertThat(failure(RemoteCommand.of("true").timeout(Duration.ofSeconds(1)))
                        .kind())
                .isEqualTo(TIMEOUT);
    }

    @Test
    void aConnectionThatEndsInTheMidstIsLost() {
        behave(c -> {
            write(c.out(), c.mark() + "\nhalf");
            server.dropConnections();
            return 0;
        });

        assertThat(failure(RemoteCommand.of("true")).kind()).isEqualTo(CONNECTION_LOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "99999999999999999999 1", "x y", "1 2 3", "-1 -1", "1 2"})
    void whatItTellsOfItsProcessMayBeAnything(String numbers) {
        behave(c -> {
            write(c.err(), c.mark() + " " + numbers + "\n" + c.mark() + "\n");
            write(c.out(), c.mark() + "\nown" + c.mark() + "\n");
            return 0;
        });

        assertThat(remote.exec(RemoteCommand.of("true")).text()).isEqualTo("own");
    }

    @Test
    void whatAHostGivesIsNoLargerThanAProgram() throws IOException {
        Path large = directory.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength((64 << 20) + 1);
        }
        Path local = Files.createDirectory(directory.resolve("local"));

        RemoteException e =
                catchThrowableOfType(RemoteException.class, () -> remote.get(large.toString(), local.resolve("got")));

        assertThat(e.kind()).isEqualTo(TRANSFER);
        assertThat(e).hasMessageEndingWith("failed: IOException: it is larger than 64 MiB");
        assertThat(local).isEmptyDirectory();
        assertThat(remote.exec(RemoteCommand.of("echo", "goes on")).text()).isEqualTo("goes on\n");
    }

    @Test
    void aFileThatIsLongerThanItsHostSaysIsCutOff() {
        Path endless = Path.of("/dev/zero");
        assertThat(endless.toFile().length()).isZero();

        RemoteException e = refusedCopy(endless, Duration.ofSeconds(30), 1 << 20);

        assertThat(e.kind()).isEqualTo(TRANSFER);
        assertThat(e).hasMessageEndingWith("failed: IOException: it is larger than 1 MiB");
        assertThat(directory.resolve("got")).doesNotExist();
    }

    private RemoteException refusedCopy(Path file, Duration longest, long most) {
        ConnectionFactory opener = new ConnectionFactory("client", server.settings());
        SshConnection connection = opener.chain(new HopResolver("client", server.settings()).to(server.target()));
        opener.logIn(connection);
        try {
            FileCopier copier = new FileCopier("client", connection, Duration.ofSeconds(30), longest, most);
            return catchThrowableOfType(
                    RemoteException.class, () -> copier.get(file.toString(), directory.resolve("got")));
        } finally {
            connection.close();
        }
    }

    @Test
    void aFileThatDripsTakesNoLongerThanItsTime() throws IOException {
        SftpSubsystemFactory dripping = new SftpSubsystemFactory();
        dripping.setFileSystemAccessor(new SftpFileSystemAccessor() {
            @Override
            public void closeFile(
                    SftpSubsystemProxy subsystem,
                    FileHandle handle,
                    Path file,
                    String name,
                    Channel channel,
                    Set<? extends OpenOption> options)
                    throws IOException {
                channel.close();
            }

            @Override
            public SeekableByteChannel openFile(
                    SftpSubsystemProxy subsystem,
                    FileHandle handle,
                    Path file,
                    String name,
                    Set<? extends OpenOption> options,
                    FileAttribute<?>... attributes)
                    throws IOException {
                return new Dripping(file);
            }
        });
        server.server().setSubsystemFactories(List.of(dripping));
        Path file = Files.writeString(directory.resolve("file"), "x".repeat(1000));

        RemoteException e = refusedCopy(file, Duration.ofMillis(1500), Long.MAX_VALUE);

        assertThat(e.kind()).isEqualTo(TIMEOUT);
        assertThat(e).hasMessageContaining("took longer than 1 s for");
        assertThat(directory.resolve("got")).doesNotExist();
    }

    @Test
    void aProfileThatSpoilsCopiesIsNamed() throws IOException {
        server.server().setSubsystemFactories(List.of(new SubsystemFactory() {
            @Override
            public String getName() {
                return "sftp";
            }

            @Override
            public Command createSubsystem(ChannelSession channel) {
                return new HostileCommand("", c -> {
                    write(c.out(), "Welcome to the lab\n");
                    Thread.sleep(5_000);
                    return 0;
                });
            }
        }));
        Path file = Files.writeString(directory.resolve("file"), "x");

        RemoteException e = catchThrowableOfType(RemoteException.class, () -> remote.put(file, "/tmp/none"));

        assertThat(e.kind()).isEqualTo(TRANSFER);
        assertThat(e).hasMessageContaining("what the host sends is not SFTP").hasMessageContaining("~/.bashrc");
    }

    private void prefixed(String before, String after) {
        server.server()
                .setCommandFactory((channel, command) -> new org.apache.sshd.server.shell.InvertedShellWrapper(
                        new org.apache.sshd.server.shell.ProcessShell(
                                "setsid", "/bin/sh", "-c", before + command.replaceFirst("^exec ", "") + after)));
    }

    private void behave(Behaviour behaviour) {
        server.server().setCommandFactory((channel, command) -> new HostileCommand(command, behaviour));
    }

    private RemoteException failure(RemoteCommand command) {
        return catchThrowableOfType(RemoteException.class, () -> remote.exec(command));
    }

    private static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    /** A file of which one byte comes at a time. */
    private static final class Dripping extends SeekableInMemoryByteChannel {
        Dripping(Path file) throws IOException {
            super(Files.readAllBytes(file));
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            ByteBuffer one = ByteBuffer.allocate(1);
            int n = super.read(one);
            to.put(one.flip());
            return n;
        }
    }
}
