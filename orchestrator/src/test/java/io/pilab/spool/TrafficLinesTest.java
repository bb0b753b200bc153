package io.pilab.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import io.pilab.testing.TestingSamples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrafficLinesTest {
    private final Findings findings = new Findings();

    @Test
    void readsAWholeRun() {
        List<Event> events = read("D1-cli-wlan0-down-at3/client.out", 1);

        List<IntervalSample> intervals = intervals(events);
        assertThat(intervals).hasSize(10);
        IntervalSample first = intervals.get(0);
        assertThat(first.bytes()).isEqualTo(20_709_376);
        assertThat(first.end()).isEqualTo(1.000243);
        assertThat(first.sender()).isTrue();
        assertThat(first.initialSubflow()).contains(new IntervalSample.SubflowSample(0, 250_504, 0.052855));
        assertThat(intervals.stream().mapToDouble(IntervalSample::bytes).sum()).isEqualTo(140_902_400);
        assertThat(events).last().isEqualTo(traffic(10.000946, Event.Traffic.State.END, "congestion control cubic"));
        assertThat(findings.warnings()).isEmpty();
    }

    @Test
    void aReceiverHasNoSubflowToTellOf() {
        List<IntervalSample> intervals = intervals(read("formats/server-json-stream.jsonl", 1));
        assertThat(intervals).extracting(IntervalSample::bytes).containsExactly(19_005_440d, 19_005_440d, 393_216d);
        assertThat(intervals).allMatch(i -> !i.sender() && i.initialSubflow().isEmpty());
    }

    @Test
    void ignoresTheBogusIntervalOfAHangingClient() {
        List<IntervalSample> intervals = intervals(read("D6-eth0-down3/client.out", 1));
        assertThat(intervals).last().extracting(IntervalSample::end).isEqualTo(9.00056);
        assertThat(findings.warnings()).isEmpty();
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
        assertThat(findings.warnings()).isEmpty();
    }

    @Test
    void severalObjectsOnOneLineAndTextBesideThem() {
        assertThat(read("warning: UDP block size " + interval(0, 1, 1) + interval(1, 2, 2) + " " + interval(2, 3, 3)
                        + "trailing"))
                .extracting(IntervalSample::bytes)
                .containsExactly(1d, 2d, 3d);
        assertThat(findings.warnings())
                .containsExactly(
                        "traffic.jsonl: not a JSON object: warning: UDP block size",
                        "traffic.jsonl: not a JSON object: trailing");
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
        assertThat(findings.warnings()).hasSize(bad.size());
        assertThat(findings.warnings())
                .last()
                .asString()
                .startsWith("traffic.jsonl: an interval of a time that was reported before: {");
        assertThat(read(nan + interval(1, 2, 2)))
                .extracting(IntervalSample::bytes)
                .containsExactly(2d);

        String subflow = "{\"event\":\"interval\",\"data\":{\"streams\":[{\"retransmits\":-1,\"snd_cwnd\":9}],"
                + "\"sum\":{\"start\":2,\"end\":3,\"bytes\":3,\"sender\":true}}}";
        assertThat(read(subflow))
                .singleElement()
                .matches(i -> i.bytes() == 3 && i.initialSubflow().isEmpty());
        assertThat(findings.warnings())
                .last()
                .asString()
                .startsWith("traffic.jsonl: retransmits, window or round trip time that cannot be: {");
    }

    private final TrafficLines server = new TrafficLines("server", 0.1, findings);

    private List<IntervalSample> read(String... lines) {
        List.of(lines).forEach(server::line);
        return intervals(findings.drain());
    }

    private static String interval(double start, double end, long bytes) {
        return "{\"event\":\"interval\",\"data\":{\"sum\":{\"start\":" + start + ",\"end\":" + end + ",\"bytes\":"
                + bytes + ",\"sender\":false}}}";
    }

    @Test
    void dropsTheIntervalThatAnErrorRepeats() {
        List<Event> events = read("errors/E4-client.jsonl", 1);
        assertThat(intervals(events)).extracting(IntervalSample::bytes).containsExactly(20_316_160d, 19_267_584d);
        assertThat(events).contains(traffic(2.001067, Event.Traffic.State.ERROR, "the server has terminated"));
    }

    @Test
    void leavesOutOmittedIntervals() {
        List<IntervalSample> intervals = intervals(read("formats/stream-omit2.jsonl", 1));
        assertThat(intervals).extracting(IntervalSample::bytes).containsExactly(20_447_232d, 19_922_944d, 19_660_800d);
        assertThat(intervals.get(0).start()).isCloseTo(0.000062, within(1e-9));
    }

    @Test
    void addsUpParallelStreams() {
        assertThat(intervals(read("formats/stream-P2.jsonl", 1)))
                .extracting(IntervalSample::bytes)
                .contains(20_840_448d, 20_709_376d);
    }

    @Test
    void keepsIperf3sOwnWords() {
        assertThat(read("errors/E1-refused.jsonl", 1))
                .containsExactly(traffic(
                        0,
                        Event.Traffic.State.ERROR,
                        "unable to connect to server - server may have stopped running or use a different port,"
                                + " firewall issue, etc.: Connection refused"));
        // the sample's last line is not iperf3's
        assertThat(findings.warnings()).containsExactly("traffic.jsonl: not a JSON object: rc=1 elapsed=.005001014");

        String serverError = "SERVER ERROR - unable to start stream listener: Protocol not available,"
                + " errno: Protocol not available";
        new TrafficLines("client", 1, findings).line("{\"event\":\"error\",\"data\":\"" + serverError + "\"}");
        assertThat(findings.drain()).containsExactly(traffic(0, Event.Traffic.State.ERROR, serverError));
    }

    @Test
    void standardErrorWithoutItsUsageText() {
        TrafficErrorLines reader = new TrafficErrorLines("client", findings);
        List.of(
                        "iperf3: parameter error - invalid report interval (min = 0.1, max = 60 seconds)",
                        "",
                        "Usage: iperf3 [-s|-c host] [options]",
                        "       iperf3 [-h|--help] [-v|--version]",
                        "warning: Failed to read JSON data size - read returned 0; errno=0")
                .forEach(reader::line);
        assertThat(findings.drain())
                .containsExactly(traffic(
                        0,
                        Event.Traffic.State.ERROR,
                        "iperf3: parameter error - invalid report interval (min = 0.1, max = 60 seconds)"));
        assertThat(findings.warnings())
                .containsExactly("traffic.err: warning: Failed to read JSON data size - read returned 0; errno=0");
    }

    private static Event traffic(double t, Event.Traffic.State state, String message) {
        return new Event.Traffic(t, "client", state, java.util.OptionalInt.empty(), Optional.of(message));
    }

    private List<Event> read(String sample, double interval) {
        TrafficLines reader = new TrafficLines("client", interval, findings);
        TestingSamples.text(sample).lines().forEach(reader::line);
        return findings.drain();
    }

    private static List<IntervalSample> intervals(List<Event> events) {
        return events.stream()
                .filter(Event.Interval.class::isInstance)
                .map(e -> ((Event.Interval) e).sample())
                .toList();
    }
}
