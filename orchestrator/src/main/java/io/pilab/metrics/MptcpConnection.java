package io.pilab.metrics;

import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The traffic's MPTCP connection as one host's kernel reported it, told from others on that host by its port.
 *
 * @param events those of its tokens, the earliest first
 * @param tokens how many connections it has
 * @param others whether other connections of that host began or were used meanwhile
 */
public record MptcpConnection(List<Event.Mptcp> events, int tokens, boolean others) {
    private static final String CREATED = "CREATED";
    private static final String ESTABLISHED = "ESTABLISHED";
    private static final String JOINED = "SF_ESTABLISHED";

    /** A subflow; {@code initial}: the one that the connection began with. */
    public record Subflow(double t, Optional<String> networkInterface, String local, String remote, boolean initial) {}

    /**
     * The connections of a host that use a port.
     *
     * @param port of TCP, the server's
     */
    public static MptcpConnection of(TrialRecord trial, String host, int port) {
        List<Event.Mptcp> all = trial.events().stream()
                .filter(e -> e instanceof Event.Mptcp && e.host().equals(host))
                .map(Event.Mptcp.class::cast)
                .sorted(Comparator.comparingDouble(Event.Mptcp::t))
                .toList();
        Set<String> tokens = all.stream()
                .filter(e -> begins(e) && uses(port, e))
                .map(MptcpConnection::token)
                .collect(Collectors.toSet());
        return new MptcpConnection(
                all.stream().filter(e -> tokens.contains(token(e))).toList(),
                tokens.size(),
                all.stream().anyMatch(e -> begins(e) && !tokens.contains(token(e))));
    }

    private static boolean begins(Event.Mptcp event) {
        return List.of(CREATED, ESTABLISHED, JOINED).contains(event.event());
    }

    public boolean created() {
        return has(CREATED);
    }

    public boolean established() {
        return has(ESTABLISHED);
    }

    /** Every subflow that was ever established. */
    public List<Subflow> subflows() {
        return events.stream()
                .filter(e -> e.event().equals(ESTABLISHED) || e.event().equals(JOINED))
                .map(e -> new Subflow(
                        e.t(),
                        e.networkInterface(),
                        e.localAddress().orElse("?"),
                        e.remoteAddress().orElse("?"),
                        e.event().equals(ESTABLISHED)))
                .toList();
    }

    private boolean has(String event) {
        return events.stream().anyMatch(e -> e.event().equals(event));
    }

    private static boolean uses(int port, Event.Mptcp event) {
        String word = String.valueOf(port);
        return word.equals(event.details().get("dport"))
                || word.equals(event.details().get("sport"));
    }

    private static String token(Event.Mptcp event) {
        return event.details().getOrDefault("token", "");
    }
}
