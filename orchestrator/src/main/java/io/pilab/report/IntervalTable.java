package io.pilab.report;

import io.pilab.lab.Protocol;
import io.pilab.metrics.Figures;
import io.pilab.metrics.IntervalRow;
import io.pilab.record.Event;
import io.pilab.record.IntervalSample.SubflowSample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The per-interval table, as the blog shows it, and the lines that stand in it. */
final class IntervalTable {
    private static final String NONE = "-";
    private static final int NUMBER = 10;

    private final boolean mptcp;
    private final List<String> interfaces;

    /**
     * @param protocol whose kernel figures are the initial subflow's alone, or the one TCP flow's
     * @param interfaces of the client, one column each
     */
    IntervalTable(Protocol protocol, List<String> interfaces) {
        this.mptcp = protocol == Protocol.MPTCP;
        this.interfaces = List.copyOf(interfaces);
    }

    List<String> header() {
        String sent = interfaces.isEmpty() ? "" : "   sent MB";
        String columns = interfaces.stream().map(i -> Lines.right(i, width(i))).collect(Collectors.joining());
        return List.of(
                "                    Mbit/s        " + (mptcp ? "initial subflow" : "the TCP flow   ") + sent,
                "  Interval s      Sent  Received    Retr   Cwnd KB" + columns);
    }

    String row(IntervalRow row) {
        StringBuilder line = new StringBuilder("  ");
        line.append(Lines.right(Figures.plain(row.start()) + "-" + Figures.plain(row.end()), NUMBER));
        line.append(Lines.right(megabits(row.sent()), NUMBER)).append(Lines.right(megabits(row.received()), NUMBER));
        Optional<SubflowSample> subflow = row.initialSubflow();
        line.append(Lines.right(subflow.map(s -> "" + s.retransmits()).orElse(NONE), NUMBER - 2));
        line.append(Lines.right(
                subflow.map(s -> Figures.fixed(s.congestionWindow() / 1000, 1)).orElse(NONE), NUMBER));
        for (String name : interfaces) {
            Double bytes = row.interfaceBytes().get(name);
            line.append(Lines.right(bytes == null ? NONE : Figures.fixed(bytes / 1e6, 1), width(name)));
        }
        return line.toString();
    }

    /** {@code --- 3.004 s  client: link-down wlan0 (requested 3.000 s, +4 ms, ±1 ms) ---}. */
    static String fault(Event.FaultFired fault) {
        String what = fault.phase() == Event.FaultFired.FaultPhase.HEAL ? fault.fault() + " healed" : fault.fault();
        String where = fault.networkInterface().isEmpty() ? "" : " " + fault.networkInterface();
        String failed = fault.exitCode() == 0 ? "" : ", exited " + fault.exitCode();
        return "  --- " + Figures.seconds(fault.actual()) + "  " + fault.host() + ": " + what + where
                + " (requested " + Figures.seconds(fault.requested()) + ", "
                + Figures.deviation(fault.actual() - fault.requested()) + ", "
                + Figures.uncertainty(fault.uncertainty()) + failed + ") ---";
    }

    /** {@code -0.011 s  SF_ESTABLISHED  wlan0  172.31.0.173 -> 172.31.0.218}. */
    static String mptcp(Event.Mptcp event) {
        String addresses = event.localAddress().map(l -> l + " -> ").orElse("")
                + event.remoteAddress().orElse("");
        Map<String, String> more = new TreeMap<>(event.details());
        more.keySet().retainAll(List.of("error", "reset_reason", "backup", "remid"));
        more.values().removeIf("0"::equals);
        String details = more.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
        String line = "  " + Lines.right(Figures.seconds(event.t()), NUMBER) + "  " + Lines.left(event.event(), 15)
                + " " + Lines.left(event.networkInterface().orElse(""), 6) + " " + addresses + "  " + details;
        return line.stripTrailing();
    }

    private static String megabits(Optional<Double> rate) {
        return rate.map(r -> Figures.fixed(r / 1e6, 1)).orElse(NONE);
    }

    private static int width(String name) {
        return Math.max(NUMBER - 1, name.length() + 2);
    }
}
