package io.pilab.store;

import io.pilab.record.TrialRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** trial.json: a trial without its events. */
record TrialFile(
        int number,
        String arm,
        TrialRecord.Path path,
        Map<String, Map<String, Long>> mptcpCounters,
        Optional<TrialRecord.ServerZero> serverZero,
        Optional<String> problem,
        List<String> warnings) {
    TrialFile {
        if (arm == null || path == null || mptcpCounters == null) {
            throw new IllegalArgumentException("it needs 'arm', 'path' and 'mptcp_counters'");
        }
    }
}
