package io.pilab.report;

import io.pilab.lab.Protocol;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.InterfaceBytes;
import io.pilab.metrics.Recovery;
import io.pilab.metrics.Series;
import io.pilab.record.TrialRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A trial's metrics, one a line. */
final class MetricsText {
    /** Columns of a metric's name. */
    static final int LABEL = 20;

    private MetricsText() {}

    static List<String> render(FailoverMetrics m, TrialRecord trial) {
        List<String> lines = new ArrayList<>();
        boolean arrived = m.source() == Series.SeriesSource.RECEIVER;
        line(
                lines,
                arrived ? "received" : "sent",
                (m.unreported() > 0 ? "at least " : "") + Figures.megabytes(m.totalBytes()) + ", "
                        + Figures.megabits(m.meanRate())
                        + (m.unreported() > 0 ? " on average over what was reported (" : " on average (")
                        + m.source().label() + ", " + Figures.plain(m.resolution()) + " s reports)");
        m.baseline().ifPresent(b -> line(lines, "baseline", Figures.megabits(b)));
        m.dip()
                .ifPresent(d -> line(
                        lines,
                        "dip",
                        Figures.megabits(d.bitsPerSecond()) + " from " + Figures.plain(d.start()) + " to "
                                + Figures.plain(d.end()) + " s"));
        m.settled().ifPresent(s -> line(lines, "settled", Figures.megabits(s)));
        m.longestStall().ifPresent(s -> line(lines, "longest stall", Figures.bounds(s)));
        m.recoveries().forEach(r -> line(lines, "back to " + Figures.plain(r.percent()) + "%", recovery(r)));
        m.bytesNotSent()
                .ifPresent(b -> line(
                        lines,
                        "shortfall",
                        (m.unreported() > 0 ? "at most " : "") + Figures.megabytes(b) + " against the baseline"));
        line(lines, "survived", m.survived().map(s -> s ? "yes" : "no").orElse("undetermined"));
        m.interfaces()
                .forEach(i -> line(
                        lines,
                        "sent by " + i.networkInterface(),
                        bytes(i, m.dip().isPresent())));
        Optional<String> congestion = m.congestionControl().map(c -> "congestion control " + c);
        if (trial.arm().protocol() == Protocol.MPTCP) {
            line(lines, "subflows", m.subflows() + congestion.map(c -> ", " + c).orElse(""));
        } else {
            congestion.ifPresent(c -> line(lines, "plain TCP", c));
        }
        return lines;
    }

    private static String recovery(Recovery recovery) {
        String of = "of " + recovery.of().label() + " ";
        if (recovery.reference().isEmpty()) {
            return of + "undetermined: there is no rate to compare with";
        }
        return of
                + recovery.after()
                        .map(a -> "after " + Figures.bounds(a))
                        .orElse("not within the " + Figures.fixed(recovery.watched(), 2) + " s watched");
    }

    private static String bytes(InterfaceBytes bytes, boolean fault) {
        if (!fault) {
            return Figures.megabytes(bytes.total());
        }
        return Figures.megabytes(bytes.before()) + " before the fault, " + Figures.megabytes(bytes.after())
                + " after it" + (bytes.afterHeal() > 0 ? ", " + Figures.megabytes(bytes.afterHeal()) + " healed" : "")
                + " (" + Figures.megabytes(bytes.around()) + " in the sample around it)";
    }

    private static void line(List<String> lines, String name, String text) {
        lines.addAll(Lines.wrapped(Lines.left("  " + name, LABEL), text));
    }
}
