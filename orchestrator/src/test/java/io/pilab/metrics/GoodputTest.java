package io.pilab.metrics;

import static io.pilab.metrics.FailoverTest.bounds;
import static io.pilab.metrics.FailoverTest.measure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.IntervalSample;
import io.pilab.record.TrialRecord;
import io.pilab.testing.TestingTrial;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Reports that are longer than usual, missing, or of no sense. */
final class GoodputTest {
    private static final double TINY = 1e-6;

    /** The receiver stood still for three seconds, and then reported at once what had come. */
    @Test
    void whatOneLongReportHoldsIsInEveryTotal() {
        TestingTrial paused = TestingTrial.failover().withoutReports("server");
        paused.intervals("server", 100, false, t -> 80e6, 3)
                .event(report(3, 6.1, 31e6))
                .event(report(6.1, 6.2, 1e6));
        for (int k = 62; k < 100; k++) {
            paused.event(report(k / 10.0, (k + 1) / 10.0, 1e6));
        }
        TrialRecord record = paused.record();
        Goodput goodput = Goodput.of(record, 1, 10);
        assertThat(goodput.notes())
                .containsExactly(
                        "one report of the receiver covers 3.000 to 6.100 s, so it is not known when in it data"
                                + " arrived");
        FailoverMetrics m = measure(paused);
        assertThat(m.totalBytes()).isCloseTo(30e6 + 31e6 + 39e6, within(1.0));
        assertThat(m.meanRate()).isCloseTo(80e6, within(1.0));
        assertThat(m.unreported()).isZero();
        assertThat(m.bytesNotSent().orElseThrow()).isCloseTo(0, within(1e5));
        assertThat(m.dip().orElseThrow().bitsPerSecond()).isCloseTo(80e6, within(1.0));
        bounds(m.longestStall(), 0, 6.1 - 2.9);
        assertThat(goodput.series().grid(1, 10)).allMatch(Series.Cell::known);
    }

    @Test
    void whatWasNotReportedIsInNoFigureAndSaidSo() {
        TestingTrial gap = TestingTrial.failover().withoutReports("server");
        gap.intervals("server", 100, false, t -> 80e6, 5);
        for (int k = 62; k < 100; k++) {
            gap.event(report(k / 10.0, (k + 1) / 10.0, 1e6));
        }
        FailoverMetrics m = measure(gap);
        assertThat(m.unreported()).isCloseTo(1.2, within(TINY));
        assertThat(m.meanRate()).as("over what was reported").isCloseTo(80e6, within(1.0));
        assertThat(Goodput.of(gap.record(), 1, 10).notes())
                .containsExactly("of 1.200 s nothing was reported: no figure has what was carried then");
        assertThat(m.longestStall().orElseThrow().low())
                .as("a gap is no silence")
                .isZero();
        bounds(m.longestStall(), 0, 6.3 - 4.9);
    }

    private static Event report(double start, double end, double bytes) {
        return new Event.Interval(end, "server", new IntervalSample(start, end, bytes, false, Optional.empty()));
    }

    /** Reports that lie across each other are no reason to fail. */
    @Test
    void reportsOfNoSenseGiveBoundsAllTheSame() {
        TestingTrial odd = TestingTrial.failover().withoutReports("server").withoutReports("client");
        for (int k = 0; k < 20_000; k++) {
            odd.event(report(k * 1e-4, k * 1e-4 + (k % 1000 == 0 ? 0.1 : 1e-4), k % 2));
        }
        FailoverMetrics m = measure(odd.event(new Event.FaultFired(
                0,
                "client",
                OptionalInt.empty(),
                "link-down",
                "wlan0",
                FaultPhase.INJECT,
                0,
                1,
                0,
                0,
                Optional.empty())));
        assertThat(m.totalBytes()).isEqualTo(10_000);
    }
}
