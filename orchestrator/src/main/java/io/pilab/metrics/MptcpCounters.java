package io.pilab.metrics;

import io.pilab.record.TrialRecord;
import java.util.Map;
import java.util.Optional;

/** How much the MPTCP counters of one host grew during a trial: of all its programs together. */
public record MptcpCounters(String host, Map<String, Long> grown, boolean restarted) {
    public static MptcpCounters of(TrialRecord trial, String host) {
        return new MptcpCounters(
                host, trial.mptcpCounters().getOrDefault(host, Map.of()), TrialFaults.restarted(trial, host));
    }

    public Optional<Long> get(String counter) {
        return Optional.ofNullable(grown.get(counter));
    }

    public long orZero(String counter) {
        return grown.getOrDefault(counter, 0L);
    }

    /** Why a counter is not known. */
    public String unknown(String counter) {
        if (!grown.isEmpty()) {
            return "unknown: the kernel has no " + counter;
        }
        return "unknown: "
                + (restarted
                        ? host + " was restarted, and its kernel counts anew"
                        : host + " was not asked for its counters at the end of the traffic");
    }
}
