package io.pilab.report;

import io.pilab.lab.Arm;
import io.pilab.metrics.IntervalRow;
import io.pilab.metrics.MptcpConnection;
import io.pilab.record.Event;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.state.StateScope;
import io.pilab.traffic.Traffic;
import io.pilab.verdict.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** One trial's part of the summary. */
final class TrialText {
    private static final int OUTCOME = 9;

    private final Traffic traffic;
    private final TrialRecord trial;
    private final TrialResult result;
    private final Paint paint;
    private final List<String> lines = new ArrayList<>();

    TrialText(Traffic traffic, TrialRecord trial, TrialResult result, Paint paint) {
        this.traffic = traffic;
        this.trial = trial;
        this.result = result;
        this.paint = paint;
    }

    /** {@code trial 1/2  mptcp  client.eth0 172.31.0.133 -> server.eth0 172.31.0.218}. */
    static String title(int number, int of, Arm arm, TrialRecord.Path path) {
        return "trial " + number + "/" + of + "  " + arm.name() + "  " + path.client() + "." + path.clientInterface()
                + " "
                + path.clientAddress() + " -> " + path.server() + "." + path.serverInterface() + " "
                + path.serverAddress();
    }

    List<String> render(int of) {
        lines.add(paint.bold(title(trial.number(), of, trial.arm(), trial.path())));
        result.problem().ifPresent(p -> judged(Outcome.BROKEN, "no verdict", p));
        lines.add("");
        table();
        mptcp();
        lines.add("");
        lines.addAll(MetricsText.render(result.metrics(), trial));
        result.notes().forEach(n -> lines.addAll(Lines.wrapped(Lines.left("  note", MetricsText.LABEL), n)));
        restored();
        lines.add("");
        result.checks().forEach(c -> judged(c.outcome(), c.name(), c.detail()));
        result.facts()
                .forEach(f ->
                        lines.addAll(Lines.wrapped("  " + Lines.left("fact", OUTCOME), f.name() + ": " + f.detail())));
        result.expectations().forEach(e -> judged(e.outcome(), "expect: " + e.expectation(), e.detail()));
        return lines;
    }

    private void table() {
        TreeSet<String> interfaces = new TreeSet<>();
        result.intervals().forEach(r -> interfaces.addAll(r.interfaceBytes().keySet()));
        IntervalTable table = new IntervalTable(trial.arm().protocol(), List.copyOf(interfaces));
        table.header().forEach(h -> lines.add(paint.faint(h)));
        List<Event.FaultFired> faults = new ArrayList<>(trial.events().stream()
                .filter(Event.FaultFired.class::isInstance)
                .map(Event.FaultFired.class::cast)
                .sorted(Comparator.comparingDouble(Event.FaultFired::actual))
                .toList());
        for (IntervalRow row : result.intervals()) {
            while (!faults.isEmpty() && faults.get(0).actual() < row.end()) {
                lines.add(paint.alert(IntervalTable.fault(faults.remove(0))));
            }
            lines.add(table.row(row));
        }
        faults.forEach(f -> lines.add(paint.alert(IntervalTable.fault(f))));
    }

    private void mptcp() {
        List<Event.Mptcp> events =
                MptcpConnection.of(trial, trial.path().client(), traffic.port()).events();
        if (!events.isEmpty()) {
            lines.add("");
            lines.add("  MPTCP events on " + trial.path().client());
            events.forEach(e -> lines.add(IntervalTable.mptcp(e)));
        }
    }

    private void restored() {
        List<Event.Restore> hosts = trial.events().stream()
                .filter(Event.Restore.class::isInstance)
                .map(Event.Restore.class::cast)
                .toList();
        hosts.forEach(this::restored);
        if (!hosts.isEmpty()) {
            lines.addAll(Lines.wrapped(Lines.left("  compared", MetricsText.LABEL), StateScope.COVERED));
        }
    }

    private void restored(Event.Restore host) {
        lines.addAll(Lines.wrapped(
                Lines.left("  restored", MetricsText.LABEL),
                host.host() + ": "
                        + (host.verified()
                                ? "nothing differs from before"
                                : "NOT as before: " + String.join("; ", host.difference()))));
        if (!host.left().isEmpty()) {
            lines.addAll(Lines.wrapped(
                    Lines.left("  left alone", MetricsText.LABEL),
                    host.host() + ": " + String.join("; ", host.left())));
        }
    }

    private void judged(Outcome outcome, String name, String detail) {
        String head = "  " + Lines.left(outcome.name(), OUTCOME);
        List<String> wrapped = Lines.wrapped(head, name + ": " + detail);
        lines.add("  " + paint.outcome(outcome, Lines.left(outcome.name(), OUTCOME))
                + wrapped.get(0).substring(head.length()));
        lines.addAll(wrapped.subList(1, wrapped.size()));
    }
}
