package io.pilab.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilab.record.IntervalSample;
import io.pilab.testing.TestingSamples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class Iperf3OutputTest {
    /** What was heard of the output, in its order. */
    private static final class Heard implements OutputListener {
        private final List<IntervalSample> intervals = new ArrayList<>();
        private final List<String> said = new ArrayList<>();
        private final List<String> notUnderstood = new ArrayList<>();

        @Override
        public void measured(IntervalSample sample) {
            intervals.add(sample);
        }

        @Override
        public void failed(double t, String message) {
            said.add(t + " failed: " + message);
        }

        @Override
        public void ended(double t, String message) {
            said.add(t + " ended: " + message);
        }

        @Override
        public void notUnderstood(String what) {
            notUnderstood.add(what);
        }
    }

    private final Heard heard = new Heard();

    @Test
    void readsAWholeRun() {
        List<IntervalSample> intervals = read("D1-cli-wlan0-down-at3/client.out", 1);

        assertThat(intervals).hasSize(10);
        IntervalSample first = intervals.get(0);
        assertThat(first.bytes()).isEqualTo(20_709_376);
        assertThat(first.end()).isEqualTo(1.000243);
        assertThat(first.sender()).isTrue();
        assertThat(first.initialSubflow()).contains(new IntervalSample.SubflowSample(0, 250_504, 0.052855));
        assertThat(intervals.stream().mapToDouble(IntervalSample::bytes).sum()).isEqualTo(140_902_400);
        assertThat(heard.said).containsExactly("10.000946 ended: congestion control cubic");
        assertThat(heard.notUnderstood).isEmpty();
    }

    @Test
    void aReceiverHasNoSubflowToTellOf() {
        List<IntervalSample> intervals = read("formats/server-json-stream.jsonl", 1);
        assertThat(intervals).extracting(IntervalSample::bytes).containsExactly(19_005_440d, 19_005_440d, 393_216d);
        assertThat(intervals).allMatch(i -> !i.sender() && i.initialSubflow().isEmpty());
    }

    @Test
    void ignoresTheBogusIntervalOfAHangingClient() {
        List<IntervalSample> intervals = read("D6-eth0-down3/client.out", 1);
        assertThat(intervals).last().extracting(IntervalSample::end).isEqualTo(9.00056);
        assertThat(heard.notUnderstood).isEmpty();
    }

    @Test
    void whatAToolThatStoodStillReportsCountsWhenMoreFollows() {
        List<IntervalSample> intervals = read(interval(0, 0.1, 9), interval(0.1, 3.2, 35), interval(3.2, 3.3, 9));
        assertThat(intervals).extracting(IntervalSample::bytes).containsExactly(9d, 35d, 9d);

        assertThat(read(interval(3.3, 9, 0))).as("silence that nothing follows").isEmpty();
        assertThat(read(interval(9, 9.1, 7)))
                .extracting(IntervalSample::bytes)
                .as("and that something follows")
                .containsExactly(0d, 7d);
        assertThat(read(interval(9.1, 60, 7)))
                .extracting(IntervalSample::bytes)
                .as("bytes were measured, whatever follows")
                .containsExactly(7d);
        assertThat(heard.notUnderstood).isEmpty();
    }

    @Test
    void severalObjectsOnOneLineAndTextBesideThem() {
        assertThat(read("warning: UDP block size " + interval(0, 1, 1) + interval(1, 2, 2) + " " + interval(2, 3, 3)
                        + "trailing"))
                .extracting(IntervalSample::bytes)
                .containsExactly(1d, 2d, 3d);
        assertThat(heard.notUnderstood)
                .containsExactly("not a JSON object: warning: UDP block size", "not a JSON object: trailing");
    }

    @Test
    void whatCannotBeANumberIsNamedAndLeftOutAndTheRestIsRead() {
        String nan = interval(1, 2, 0).replace("\"bytes\":0", "\"bytes\":-nan");
        String deep = "{\"event\":\"interval\",\"data\":" + "[".repeat(2000);
        List<String> bad = List.of(
                interval(1, 2, -5),
                interval(2, 1, 5),
                interval(-1, 2, 5),
                interval(1, 1e9, 5),
                interval(1, 2, 0).replace("\"bytes\":0", "\"bytes\":1e999999999"),
                interval(1, 2, 0).replace("\"bytes\":0", "\"bytes\":\"5\""),
                interval(1, 2, 0).replace("\"bytes\":0", "\"bytes\":" + "9".repeat(400)),
                "{\"event\":\"interval\",\"data\":{}}",
                nan,
                deep,
                interval(0, 0.5, 4));
        assertThat(read(interval(0, 1, 1))).hasSize(1);
        for (String line : bad) {
            assertThat(read(line)).as(line).isEmpty();
        }
        assertThat(heard.notUnderstood).hasSize(bad.size());
        assertThat(heard.notUnderstood)
                .last()
                .asString()
                .startsWith("an interval of a time that was reported before: {");
        assertThat(read(nan + interval(1, 2, 2)))
                .extracting(IntervalSample::bytes)
                .containsExactly(2d);

        String subflow = "{\"event\":\"interval\",\"data\":{\"streams\":[{\"retransmits\":-1,\"snd_cwnd\":9}],"
                + "\"sum\":{\"start\":2,\"end\":3,\"bytes\":3,\"sender\":true}}}";
        assertThat(read(subflow))
                .singleElement()
                .matches(i -> i.bytes() == 3 && i.initialSubflow().isEmpty());
        assertThat(heard.notUnderstood)
                .last()
                .asString()
                .startsWith("retransmits, window or round trip time that cannot be: {");
    }

    private final Iperf3Output server = new Iperf3Output(Duration.ofMillis(100), heard);

    private List<IntervalSample> read(String... lines) {
        List.of(lines).forEach(server::output);
        return heard();
    }

    private static String interval(double start, double end, long bytes) {
        return "{\"event\":\"interval\",\"data\":{\"sum\":{\"start\":" + start + ",\"end\":" + end + ",\"bytes\":"
                + bytes + ",\"sender\":false}}}";
    }

    @Test
    void dropsTheIntervalThatAnErrorRepeats() {
        List<IntervalSample> intervals = read("errors/E4-client.jsonl", 1);
        assertThat(intervals).extracting(IntervalSample::bytes).containsExactly(20_316_160d, 19_267_584d);
        assertThat(heard.said).contains("2.001067 failed: the server has terminated");
    }

    @Test
    void leavesOutOmittedIntervals() {
        List<IntervalSample> intervals = read("formats/stream-omit2.jsonl", 1);
        assertThat(intervals).extracting(IntervalSample::bytes).containsExactly(20_447_232d, 19_922_944d, 19_660_800d);
        assertThat(intervals.get(0).start()).isCloseTo(0.000062, within(1e-9));
    }

    @Test
    void addsUpParallelStreams() {
        assertThat(read("formats/stream-P2.jsonl", 1))
                .extracting(IntervalSample::bytes)
                .contains(20_840_448d, 20_709_376d);
    }

    @Test
    void keepsIperf3sOwnWords() {
        assertThat(read("errors/E1-refused.jsonl", 1)).isEmpty();
        assertThat(heard.said)
                .containsExactly("0.0 failed: unable to connect to server - server may have stopped running or use a"
                        + " different port, firewall issue, etc.: Connection refused");
        // the sample's last line is not iperf3's
        assertThat(heard.notUnderstood).containsExactly("not a JSON object: rc=1 elapsed=.005001014");

        String serverError = "SERVER ERROR - unable to start stream listener: Protocol not available,"
                + " errno: Protocol not available";
        server.output("{\"event\":\"error\",\"data\":\"" + serverError + "\"}");
        assertThat(heard.said).last().isEqualTo("0.0 failed: " + serverError);
    }

    private List<IntervalSample> read(String sample, long interval) {
        Iperf3Output reader = new Iperf3Output(Duration.ofSeconds(interval), heard);
        TestingSamples.text(sample).lines().forEach(reader::output);
        return heard();
    }

    private List<IntervalSample> heard() {
        List<IntervalSample> all = List.copyOf(heard.intervals);
        heard.intervals.clear();
        return all;
    }
}
