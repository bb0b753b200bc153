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
 * @param problem why there is no verdict, if something broke
 */
public record TrialRecord(
        int number,
        String arm,
        Path path,
        List<Event> events,
        Map<String, Map<String, Long>> mptcpCounters,
        Optional<String> problem) {
    public TrialRecord {
        events = List.copyOf(events);
        mptcpCounters = Map.copyOf(mptcpCounters);
    }

    /** One of which nothing is left but why. */
    public static TrialRecord broken(int number, String arm, Path path, String problem) {
        return new TrialRecord(number, arm, path, List.of(), Map.of(), Optional.of(problem));
    }

    /** Which way the traffic's initial (with TCP: only) flow was sent. */
    public record Path(
            String client,
            String clientInterface,
            String clientAddress,
            String server,
            String serverInterface,
            String serverAddress) {}
}
