package io.pilab.analysis;

import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Arm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a trial's traffic really used its arm's protocol: MPTCP falls back to TCP without a word. */
final class ProtocolChecks {
    private static final String SENT = "MPCapableSYNTX";
    private static final String ANSWERED = "MPCapableSYNACKRX";

    /** Each says that a connection became plain TCP, and why (kernel, net/mptcp/mib.h). */
    private static final Map<String, String> FALLBACKS = fallbacks();

    private final MptcpConnection connection;
    private final Map<String, Long> counters;

    private ProtocolChecks(TrialRecord trial) {
        String client = trial.path().client();
        this.connection = MptcpConnection.of(trial, client);
        this.counters = trial.mptcpCounters().getOrDefault(client, Map.of());
    }

    static List<Check> of(TrialRecord trial) {
        ProtocolChecks checks = new ProtocolChecks(trial);
        if (trial.arm().equals(Arm.TCP.label())) {
            return List.of(checks.plainTcp());
        }
        return List.of(
                checks.negotiated(),
                checks.counted("MPTCP reinjections", "MPTCPRetrans"),
                checks.counted("subflows declared stale", "SubflowStale"),
                checks.counted("subflows recovered", "SubflowRecover"));
    }

    private Check negotiated() {
        String name = "MPTCP negotiated";
        Optional<String> fallback = fallback();
        if (fallback.isPresent()) {
            return new Check(name, Outcome.FAIL, "fell back to TCP: " + fallback.get());
        }
        long sent = counters.getOrDefault(SENT, 0L);
        long answered = counters.getOrDefault(ANSWERED, 0L);
        if (!connection.created() && counters.containsKey(SENT) && sent == 0) {
            return new Check(name, Outcome.FAIL, "the client's kernel sent no MPTCP handshake (" + SENT + " 0)");
        }
        if (counters.containsKey(SENT) && counters.containsKey(ANSWERED) && answered < sent) {
            return new Check(
                    name,
                    Outcome.FAIL,
                    "fell back to TCP: " + (sent - answered) + " of " + sent + " handshakes got no MPTCP answer ("
                            + SENT + " " + sent + ", " + ANSWERED + " " + answered + ")");
        }
        if (!connection.created() || !connection.established()) {
            return new Check(name, Outcome.BROKEN, "the client's MPTCP monitor saw no CREATED and ESTABLISHED");
        }
        if (!counters.containsKey(SENT) || !counters.containsKey(ANSWERED)) {
            return new Check(name, Outcome.BROKEN, "the client's MPTCP counters are not known");
        }
        return new Check(
                name,
                Outcome.PASS,
                "CREATED, ESTABLISHED; " + SENT + " " + sent + ", " + ANSWERED + " " + answered
                        + ", no fallback counted");
    }

    private Optional<String> fallback() {
        List<String> reasons = new ArrayList<>();
        FALLBACKS.forEach((counter, reason) -> {
            long grown = counters.getOrDefault(counter, 0L);
            if (grown > 0) {
                reasons.add(reason + " (" + counter + " " + grown + ")");
            }
        });
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
    }

    private Check counted(String name, String counter) {
        Long grown = counters.get(counter);
        return grown == null
                ? new Check(name, Outcome.SKIPPED, "unknown: the kernel has no " + counter)
                : new Check(name, Outcome.PASS, counter + " " + grown);
    }

    private Check plainTcp() {
        String name = "plain TCP";
        long sent = counters.getOrDefault(SENT, 0L);
        if (connection.created() || sent > 0) {
            return new Check(
                    name,
                    Outcome.FAIL,
                    "an MPTCP handshake happened on the client (" + SENT + " " + sent + "): this was not the tcp arm");
        }
        String counted = counters.containsKey(SENT) ? SENT + " 0" : "its counters are not known";
        return new Check(name, Outcome.PASS, "no MPTCP event on the client; " + counted);
    }

    private static Map<String, String> fallbacks() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("MPCapableFallbackSYNACK", "the server answered without MPTCP");
        reasons.put("MPCapableFallbackACK", "the client acknowledged without MPTCP");
        reasons.put("MPCapableSYNTXDrop", "the handshake was dropped on the way");
        reasons.put("MPCapableSYNTXDisabled", "the kernel had switched MPTCP off after earlier failures");
        reasons.put("Blackhole", "MPTCP handshakes are being dropped on the way");
        reasons.put("MPCapableDataFallback", "the first data came without MPTCP");
        reasons.put("DssFallback", "data came without its MPTCP mapping");
        reasons.put("MPFallbackTokenInit", "no token could be made");
        reasons.put("MD5SigFallback", "TCP MD5 signatures were in use");
        reasons.put("SimultConnectFallback", "both sides connected at once");
        return reasons;
    }
}
