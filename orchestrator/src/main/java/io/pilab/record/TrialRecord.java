package io.pilab.record;

import io.pilab.lab.Arm;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a trial recorded, enough to judge it without a host.
 *
 * @param number from 1
 * @param events as they arrived; sort by time before use
 * @param mptcpCounters by host: how much each MPTcpExt counter of the kernel grew
 * @param serverZero the server's t = 0 relative to the client's; empty: not measured
 * @param problem why there is no verdict, if something failed
 */
public record TrialRecord(
        int number,
        Arm arm,
        Path path,
        List<Event> events,
        Map<String, Map<String, Long>> mptcpCounters,
        Optional<ServerZero> serverZero,
        Optional<String> problem) {
    public TrialRecord {
        events = List.copyOf(events);
        mptcpCounters = Map.copyOf(mptcpCounters);
    }

    /** A trial of which only the problem is known. */
    public static TrialRecord broken(int number, Arm arm, Path path, String problem) {
        return new TrialRecord(number, arm, path, List.of(), Map.of(), Optional.empty(), Optional.of(problem));
    }

    /** The same trial with a problem. */
    public TrialRecord withProblem(String why) {
        return new TrialRecord(number, arm, path, events, mptcpCounters, serverZero, Optional.of(why));
    }

    /**
     * How much later than the client's t = 0 the server's was.
     *
     * @param seconds negative: before it
     * @param uncertainty seconds
     */
    public record ServerZero(double seconds, double uncertainty) {}

    /** The path of the traffic's initial flow (with TCP, its only one). */
    public record Path(
            String client,
            String clientInterface,
            String clientAddress,
            String server,
            String serverInterface,
            String serverAddress) {}
}
