package io.pilab.remote;

import static io.pilab.remote.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.RemoteException.RemoteFailure;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every {@link Remote} must do with commands. */
public abstract class CommandContract extends RemoteHarness {
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
        byte[] input = bytes(8_000_000); // more than the windows of three connections in a row hold
        assertThat(remote.exec(RemoteCommand.of("true").input(input)).exitCode())
                .isZero();
        assertThat(run("echo", "and on")).isEqualTo("and on\n");
    }

    @Test
    void readsBothStreamsAtOnce() {
        CommandResult result = remote.exec(shell("head -c 2000000 /dev/zero >&2; head -c 3000000 /dev/zero & "
                        + "head -c 1500000 /dev/zero >&2; wait")
                .timeout(LONG));
        assertThat(result.stdout()).hasSize(3_000_000);
        assertThat(result.stderr()).hasSize(3_500_000);
    }

    @Test
    void tooMuchOutputEndsTheCommandAndNotTheConnection() {
        // the embedded server sends no standard error while there is standard output, not even what came before
        RemoteCommand endless = shell("echo $$ > " + folder + "/pid; sleep 0.3; exec yes");
        RemoteCommand limited = new RemoteCommand(endless.words(), false, new byte[0], LONG, 100_000);
        RemoteException e = failure(() -> remote.exec(limited));
        assertThat(e.kind()).isEqualTo(RemoteFailure.OUTPUT_LIMIT);
        assertThat(e).hasMessageContaining("wrote more than 100000 bytes and was ended; it last wrote: y");
        processIsGone();
    }

    @Test
    void theTimeLimitEndsTheCommandOnTheHost() {
        long begin = System.nanoTime();
        RemoteException e =
                failure(() -> remote.exec(shell("echo waiting; echo $$ > " + folder + "/pid; sleep 300; true")
                        .timeout(Duration.ofMillis(700))));
        assertThat(e.kind()).isEqualTo(RemoteFailure.TIMEOUT);
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
        assertThat(e.kind()).isEqualTo(RemoteFailure.TIMEOUT);
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
        assertThat(((RemoteException) seen.get()).kind()).isEqualTo(RemoteFailure.INTERRUPTED);
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
            assertThat(e.kind()).isEqualTo(RemoteFailure.TIMEOUT);
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
}
