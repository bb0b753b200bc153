package io.pilab.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one trial left, enough to judge it without a host.
 *
 * @param number from 1
 * @param arm {@code mptcp} or {@code tcp}
 * @param events as they arrived; sort by time before use
 * @param mptcpCounters by host: how much each MPTcpExt counter of the kernel grew
 * @param serverZero the server's t = 0 by the client's; empty: not measured
 * @param problem why there is no verdict, if something broke
 */
public record TrialRecord(
        int number,
        String arm,
        Path path,
        List<Event> events,
        Map<String, Map<String, Long>> mptcpCounters,
        Optional<ServerZero> serverZero,
        Optional<String> problem) {
    public TrialRecord {
        events = List.copyOf(events);
        mptcpCounters = Map.copyOf(mptcpCounters);
    }

    /** One of which nothing is left but why. */
    public static TrialRecord broken(int number, String arm, Path path, String problem) {
        return new TrialRecord(number, arm, path, List.of(), Map.of(), Optional.empty(), Optional.of(problem));
    }

    /** The same, but for why there is no verdict. */
    public TrialRecord withProblem(String why) {
        return new TrialRecord(number, arm, path, events, mptcpCounters, serverZero, Optional.of(why));
    }

    /**
     * How long after the client's t = 0 the server's was.
     *
     * @param seconds negative: before it
     * @param uncertainty seconds
     */
    public record ServerZero(double seconds, double uncertainty) {}

    /** Which way the traffic's initial (with TCP: only) flow was sent. */
    public record Path(
            String client,
            String clientInterface,
            String clientAddress,
            String server,
            String serverInterface,
            String serverAddress) {}
}
