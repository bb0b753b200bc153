package io.pilab.remote;

import static io.pilab.remote.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilab.remote.RemoteException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Remote} that reaches a real host must do. */
@Timeout(60)
public abstract class RemoteContract {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    protected Path local;

    protected Remote remote;
    private String folder;
    private final List<Remote> opened = new ArrayList<>();

    /** A new Remote to the same host, not connected; the contract closes it. */
    protected abstract Remote create();

    /** Ends every connection from the host's side, at once. */
    protected abstract void dropConnections();

    @BeforeEach
    void connect() {
        remote = open();
        folder = run("mktemp", "-d").strip();
    }

    @AfterEach
    void leaveNothingBehind() {
        remote.connect();
        run("rm", "-rf", folder);
        opened.forEach(Remote::close);
        eventually("no thread of a closed connection is left", () -> threads().isEmpty());
    }

    protected final Remote open() {
        Remote next = create();
        opened.add(next);
        next.connect();
        return next;
    }

    protected final String run(String... words) {
        CommandResult result = remote.exec(RemoteCommand.of(words));
        assertThat(result.errorText())
                .as("standard error of %s", List.of(words))
                .isEmpty();
        assertThat(result.exitCode()).as("exit code of %s", List.of(words)).isZero();
        return result.text();
    }

    @Test
    void returnsOutputErrorsAndExitCode() {
        CommandResult result = remote.exec(shell("echo out; echo err >&2; exit 7"));
        assertThat(result.text()).isEqualTo("out\n");
        assertThat(result.errorText()).isEqualTo("err\n");
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void aCommandThatASignalEndsHasExitCode128PlusTheSignal() {
        assertThat(remote.exec(shell("kill -9 $$")).exitCode()).isEqualTo(137);
        assertThat(remote.exec(shell("echo last; kill -15 $$")).exitCode()).isEqualTo(143);
        assertThat(remote.exec(shell("echo last; kill -15 $$")).text()).isEqualTo("last\n");
    }

    @Test
    void aProgramThatIsNotThereHasExitCode127AndAClearText() {
        CommandResult result = remote.exec(RemoteCommand.of("no-such-program", "x"));
        assertThat(result.exitCode()).isEqualTo(127);
        assertThat(result.errorText()).startsWith("sh: ").contains("no-such-program: not found");
    }

    @Test
    void everyWordArrivesAsItIs() {
        List<String> nasty = List.of(
                "",
                " ",
                "a b",
                "'",
                "\"",
                "'\"'\"'",
                "$HOME",
                "`id`",
                "$(id)",
                "\\",
                "\\n",
                "a\nb",
                "\t",
                "*",
                "?",
                "~",
                "#",
                "!",
                "!!",
                "&",
                "|",
                ";",
                "<",
                ">",
                "(",
                ")",
                "{a,b}",
                "[a]",
                "-n",
                "--",
                "=",
                "a=b",
                "%s",
                "^",
                "\u0001\u007f",
                "h\u00e9 \u4e2d \ud83d\ude00",
                "\r",
                "'\\''");
        List<String> words = new ArrayList<>(List.of("printf", "%s\\0"));
        words.addAll(nasty);
        String[] arrived = remote.exec(RemoteCommand.of(words)).text().split("\0", -1);
        assertThat(Arrays.copyOf(arrived, nasty.size())).containsExactlyElementsOf(nasty);
    }

    @Test
    void feedsStandardInputAndClosesIt() throws Exception {
        byte[] small = bytes(20_000);
        assertThat(remote.exec(RemoteCommand.of("cat").input(small)).stdout()).isEqualTo(small);
        byte[] large = bytes(5_000_000);
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(large);
        assertThat(remote.exec(shell("sleep 0.3; sha256sum").input(large)).text())
                .isEqualTo(HexFormat.of().formatHex(sum) + "  -\n");
        assertThat(remote.exec(RemoteCommand.of("cat")).stdout()).isEmpty();
    }

    @Test
    void aCommandNeedNotReadItsInput() {
        byte[] input = bytes(20_000_000);
        assertThat(remote.exec(RemoteCommand.of("true").input(input)).exitCode())
                .isZero();
        assertThat(run("echo", "and on")).isEqualTo("and on\n");
    }

    @Test
    void readsBothStreamsAtOnce() {
        CommandResult result = remote.exec(shell("head -c 5000000 /dev/zero >&2; head -c 5000000 /dev/zero & "
                        + "head -c 3000000 /dev/zero >&2; wait")
                .timeout(LONG));
        assertThat(result.stdout()).hasSize(5_000_000);
        assertThat(result.stderr()).hasSize(8_000_000);
    }

    @Test
    void tooMuchOutputEndsTheCommandAndNotTheConnection() {
        RemoteCommand endless = shell("echo $$ > " + folder + "/pid; exec yes");
        RemoteCommand limited = new RemoteCommand(endless.words(), false, new byte[0], LONG, 100_000);
        RemoteException e = failure(() -> remote.exec(limited));
        assertThat(e.kind()).isEqualTo(Kind.OUTPUT_LIMIT);
        assertThat(e).hasMessageContaining("wrote more than 100000 bytes and was ended; it last wrote: y");
        processIsGone();
    }

    @Test
    void theTimeLimitEndsTheCommandOnTheHost() {
        long begin = System.nanoTime();
        RemoteException e =
                failure(() -> remote.exec(shell("echo waiting; echo $$ > " + folder + "/pid; sleep 300; true")
                        .timeout(Duration.ofMillis(700))));
        assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(e).hasMessageContaining("did not end within 0.7 s and was ended; it last wrote: waiting");
        assertThat(e.passing()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        processIsGone();
    }

    @Test
    void aCommandThatIgnoresTheTermSignalIsEnded() {
        RemoteException e = failure(
                () -> remote.exec(shell("trap '' TERM; echo $$ > " + folder + "/pid; while true; do sleep 1; done")
                        .timeout(Duration.ofMillis(700))));
        assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
        processIsGone();
    }

    @Test
    void anInterruptEndsTheCommandOnTheHost() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>(false);
        Thread waiting = new Thread(() -> {
            try {
                remote.exec(
                        shell("echo $$ > " + folder + "/pid; sleep 300; true").timeout(LONG));
            } catch (RemoteException e) {
                seen.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        eventually("the command runs", () -> exists(folder + "/pid"));
        waiting.interrupt();
        waiting.join(10_000);
        assertThat(waiting.isAlive()).isFalse();
        assertThat(seen.get())
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("was interrupted and was ended");
        assertThat(((RemoteException) seen.get()).kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(flag.get()).as("interrupt flag").isTrue();
        processIsGone();
    }

    @Test
    void manyCommandsAtOnceAllGetTheirOwnAnswer() throws Exception {
        List<Callable<String>> commands = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String number = Integer.toString(i);
            commands.add(() -> run("echo", number));
        }
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(commands)) {
                answers.add(answer.get().strip());
            }
            assertThat(answers).containsExactlyElementsOf(numbers(200));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void sixCommandsRunAtOnceAndTheSeventhWaits() throws Exception {
        run("mkfifo", folder + "/gate");
        Remote other = open();
        ExecutorService threads = Executors.newFixedThreadPool(7);
        try {
            List<Future<CommandResult>> results = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                results.add(threads.submit(
                        () -> remote.exec(shell("echo x >> " + folder + "/started; cat " + folder + "/gate")
                                .timeout(LONG))));
            }
            eventually("six have started", () -> started(other) == 6);
            RemoteException e =
                    failure(() -> remote.exec(RemoteCommand.of("true").timeout(Duration.ofMillis(100))));
            assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(e).hasMessageContaining("'true' did not start within 0.1 s: all 6 channels are busy");
            assertThat(e.nothingStarted()).isTrue();
            assertThat(started(other)).isEqualTo(6);
            eventually("all have ended", () -> {
                other.exec(shell("timeout 0.2 sh -c ': > " + folder + "/gate'"));
                return results.stream().allMatch(Future::isDone);
            });
            assertThat(started(other)).isEqualTo(7);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void copiesAFileThereAndBack() throws IOException {
        Path file = local.resolve("a file");
        Files.write(file, bytes(3_000_000));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        String there = folder + "/a copy of it";
        remote.put(file, there);
        assertThat(run("stat", "-c", "%a %s", there)).isEqualTo("750 3000000\n");
        Path back = local.resolve("back");
        Files.writeString(back, "older");
        remote.get(there, back);
        assertThat(back).hasBinaryContent(Files.readAllBytes(file));
        assertThat(local).isDirectoryNotContaining(path -> path.toString().contains(".pilab-"));
        Files.writeString(file, "newer");
        remote.put(file, there);
        assertThat(run("cat", there)).isEqualTo("newer");
        assertThat(run("ls", folder)).isEqualTo("a copy of it\n");
    }

    @Test
    void aCopyThatFailsLeavesNothing() throws IOException {
        Path file = Files.write(local.resolve("file"), bytes(100_000));
        RemoteException noFolder = failure(() -> remote.put(file, folder + "/none/file"));
        assertThat(noFolder.kind()).isEqualTo(Kind.TRANSFER);
        assertThat(noFolder).hasMessageContaining("/none/file failed: No such file");
        RemoteException noSource = failure(() -> remote.put(local.resolve("none"), folder + "/file"));
        assertThat(noSource.kind()).isEqualTo(Kind.TRANSFER);
        assertThat(noSource).hasMessageContaining("failed: NoSuchFileException: " + local.resolve("none"));
        run("mkdir", "-p", folder + "/taken/deeper");
        assertThat(failure(() -> remote.put(file, folder + "/taken")).kind()).isEqualTo(Kind.TRANSFER);
        assertThat(run("ls", "-A", folder)).isEqualTo("taken\n");
        RemoteException noFile = failure(() -> remote.get(folder + "/none", local.resolve("got")));
        assertThat(noFile.kind()).isEqualTo(Kind.TRANSFER);
        assertThat(noFile)
                .hasMessageContaining("copying " + folder + "/none to ")
                .hasMessageContaining("No such file");
        assertThat(local.toFile().list()).containsExactly("file");
    }

    @Test
    void anInterruptedCopyLeavesNothing() throws Exception {
        Path file = local.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(2_000_000_000L);
        }
        AtomicReference<RemoteException> seen = new AtomicReference<>();
        Thread copying = new Thread(() -> seen.set(failure(() -> remote.put(file, folder + "/large"))));
        copying.start();
        eventually("the copy is under way", () -> !run("ls", folder).isEmpty());
        copying.interrupt();
        copying.join(10_000);
        assertThat(seen.get()).hasMessageEndingWith("/large was interrupted");
        assertThat(seen.get().kind()).isEqualTo(Kind.INTERRUPTED);
        eventually("nothing is left of the copy", () -> run("ls", folder).isEmpty());
    }

    @Test
    void connectIsIdempotentAndCloseIsFinalUntilTheNextConnect() {
        remote.connect();
        assertThat(run("echo", "1")).isEqualTo("1\n");
        remote.close();
        remote.close();
        RemoteException e = failure(() -> remote.exec(RemoteCommand.of("true")));
        assertThat(e.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(e).hasMessageStartingWith(remote.host() + ": not connected to ");
        assertThat(e.nothingStarted()).isTrue();
        remote.connect();
        assertThat(run("echo", "2")).isEqualTo("2\n");
    }

    @Test
    void aLostConnectionIsSaidAndConnectsAgain() throws Exception {
        AtomicReference<RemoteException> seen = new AtomicReference<>();
        Thread waiting = new Thread(() -> seen.set(failure(() -> remote.exec(
                shell("echo $$ > " + folder + "/pid; sleep 300; true").timeout(LONG)))));
        waiting.start();
        eventually("the command runs", () -> exists(folder + "/pid"));
        dropConnections();
        waiting.join(10_000);
        assertThat(seen.get()).as("the failure of the command that ran").isNotNull();
        assertThat(seen.get().kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(seen.get()).hasMessageContaining("was lost while running 'sh -c ");
        assertThat(seen.get().passing()).isTrue();
        assertThat(seen.get().nothingStarted()).isFalse();
        RemoteException next = failure(() -> remote.exec(RemoteCommand.of("true")));
        assertThat(next.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(next.nothingStarted()).isTrue();
        remote.connect();
        assertThat(run("echo", "back")).isEqualTo("back\n");
        remote.exec(shell("kill $(cat " + folder + "/pid)"));
    }

    protected static RemoteCommand shell(String script) {
        return RemoteCommand.of("sh", "-c", script);
    }

    protected static RemoteException failure(Runnable action) {
        RemoteException e = catchThrowableOfType(RemoteException.class, action::run);
        assertThat(e).as("a RemoteException").isNotNull();
        return e;
    }

    private void processIsGone() {
        String pid = run("cat", folder + "/pid").strip();
        eventually(
                "process " + pid + " is gone",
                () -> remote.exec(shell("kill -0 " + pid)).exitCode() != 0);
    }

    private boolean exists(String path) {
        return remote.exec(RemoteCommand.of("test", "-s", path)).succeeded();
    }

    private int started(Remote by) {
        return by.exec(shell("cat " + folder + "/started")).text().length() / 2;
    }

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("pilab-ssh-") || name.startsWith("sshj-"))
                .toList();
    }
}
