package io.pilab.run;

import static io.pilab.run.TestingHost.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.TestingLabs;
import io.pilab.lab.Lab;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.remote.TestingRemote;
import io.pilab.time.TestingTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that says anything at all where its spool is asked for: the trial ends, is no good, and the other host is put back. */
class HostileSpoolTest {
    private static final String LISTENING = chunk("agent.jsonl", "{\"time\":1,\"event\":\"listening\"}\n");

    private final Lab lab = TestingLabs.blogDemo();
    private final RunPlan plan = Planner.plan(lab, lab.pairs().get(0), TestingLabs.wlan0Down());
    private final TestingHost client = new TestingHost("client");
    private final TestingHost server = new TestingHost("server").polls(LISTENING + "state running\n");
    private final TestingTime time = new TestingTime();

    @TempDir
    private Path runs;

    private TestingTrialRun trial;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "state",
                "state wonderful\n",
                "hello\n",
                "agent.jsonl\n",
                "agent.jsonl 0\n",
                "agent.jsonl 0 1900000000\nhello\nstate running\n",
                "agent.jsonl 0 6\nhello",
                "agent.jsonl 0 -5\nhello\n",
                "agent.jsonl 0 0\nstate running\n",
                "agent.jsonl 0 5x\nhello\n",
                "agent.jsonl 0 99999999999999999999\nhello\n",
                "agent.jsonl 7 6\nhello\nstate running\n",
                "agent.jsonl 0 6 8\nhello\nstate running\n",
                "../../../trial.json 0 6\nhello\nstate running\n",
                "junk.txt 0 6\nhello\nstate running\n",
                "AGENT 0 6\nhello\nstate running\n",
                "\u0000\u001b]52;c;aGVsbG8=\u0007\n",
            })
    void whatIsNoSpoolIsAProblemOfThatHost(String answer) throws IOException {
        client.always(answer);

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem())
                .get()
                .asString()
                .startsWith("client: its spool of this trial cannot be understood: '");
        assertThat(server.calls()).contains("restore.sh run r-01-mptcp", "restore.sh forget r-01-mptcp");
        assertThat(client.calls()).contains("restore.sh run r-01-mptcp", "restore.sh forget r-01-mptcp");
        assertThat(trial.folder().resolve("raw/client")).doesNotExist();
        assertThat(ended.verified()).allMatch(Restoration.Verified::empty);
    }

    @Test
    void whatIsQuotedIsShort() throws IOException {
        client.always("x".repeat(200_000));

        assertThat(run().record().problem()).get().asString().hasSizeLessThan(1000);
    }

    @Test
    void aSpoolThatGrowsWithoutEndIsReadForAWhileAndNeverHoldsTheRestoreBack() throws IOException {
        long[] offset = {0};
        client.answers("spool.sh", "read", () -> {
            passing(Duration.ofMillis(300));
            String junk = "counters.jsonl " + offset[0] + " 1\nX";
            offset[0]++;
            return TestingRemote.result(0, junk + "state done\n", "");
        });
        long[] restored = {0};
        server.answers("restore.sh", "run", () -> {
            restored[0] = time.nanoTime();
            return TestingRemote.result(0, TestingHost.RESTORED, "");
        });
        long[] stopped = {0};
        server.answers("experiment.sh", "stop", () -> {
            stopped[0] = time.nanoTime();
            return TestingRemote.result(0, TestingHost.RESTORED, "");
        });

        TrialRunner.TrialEnd ended = run();

        assertThat(Duration.ofNanos(restored[0] - stopped[0])).isLessThan(Duration.ofSeconds(11));
        assertThat(Duration.ofNanos(time.nanoTime() - restored[0])).isLessThan(Duration.ofSeconds(61));
        assertThat(ended.record().problem())
                .contains("client: its spool of this trial still grows after 60 s of reading;"
                        + " what it sent until then is kept");
        assertThat(ended.verified()).allMatch(Restoration.Verified::empty);
    }

    @Test
    void ofAFileThatIsTooLargeTheRestIsNotReadAndTheTrialIsNoGood() throws IOException {
        long[] offset = {0};
        client.answers("spool.sh", "read", flood("counters.jsonl", "x".repeat(1 << 20), offset));

        TrialRunner.TrialEnd ended = run();

        long most = (4 << 20)
                + (16 << 10) * plan.trials().get(0).shares().get(0).limit().toSeconds();
        assertThat(ended.record().problem())
                .contains(
                        "client: its counters.jsonl is larger than such a trial's can be, and was not read to its end");
        assertThat(Files.size(trial.folder().resolve("raw/client/counters.jsonl")))
                .isEqualTo(most);
        assertThat(client.calls()).contains("spool.sh read r 01-mptcp counters.jsonl:9999999999");
    }

    @Test
    void aCommandThatTalksAllTheTimeIsKeptShort() throws IOException {
        long[] offset = {0};
        client.answers("spool.sh", "read", flood("timeline.err", "y\n".repeat(100_000), offset));

        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).isEmpty();
        assertThat(Files.size(trial.folder().resolve("raw/client/timeline.err")))
                .isEqualTo(256 << 10);
        String json = Files.readString(trial.folder().resolve("trial.json"));
        assertThat(json)
                .hasSizeLessThan(5000)
                .contains("client: timeline.err: y")
                .contains("client: timeline.err: and " + ((128 << 10) - 20) + " more")
                .contains("client: timeline.err: larger than such a trial's can be; the rest of it was not read");
    }

    /** What it sends is as if the file went on for ever. */
    private Supplier<io.pilab.remote.CommandResult> flood(String file, String piece, long[] offset) {
        return () -> {
            List<String> calls = client.calls();
            String call = calls.get(calls.size() - 1);
            String asked = call.contains(file + ":") ? call.substring(call.lastIndexOf(':') + 1) : "0";
            offset[0] = Long.parseLong(asked);
            return TestingRemote.result(
                    0, file + " " + asked + " " + piece.length() + "\n" + piece + "state done\n", "");
        };
    }

    private void passing(Duration length) {
        try {
            time.sleep(length);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private TrialRunner.TrialEnd run() {
        trial = new TestingTrialRun(lab, plan, runs, time);
        return trial.run(client, server);
    }
}
