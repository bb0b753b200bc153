package io.pilab.verdict;

import io.pilab.lab.Protocol;
import io.pilab.metrics.MptcpConnection;
import io.pilab.metrics.MptcpCounters;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Treatment;
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
    private final MptcpCounters counters;

    private ProtocolChecks(Treatment treatment, TrialRecord trial) {
        String client = trial.path().client();
        this.connection = MptcpConnection.of(trial, client, treatment.traffic().port());
        this.counters = MptcpCounters.of(trial, client);
    }

    static List<Check> of(Treatment treatment, TrialRecord trial) {
        ProtocolChecks checks = new ProtocolChecks(treatment, trial);
        return List.of(trial.arm().protocol() == Protocol.TCP ? checks.plainTcp() : checks.negotiated());
    }

    static List<Fact> facts(Treatment treatment, TrialRecord trial) {
        ProtocolChecks checks = new ProtocolChecks(treatment, trial);
        if (trial.arm().protocol() == Protocol.TCP) {
            return List.of();
        }
        return List.of(
                checks.counted("MPTCP reinjections", "MPTCPRetrans"),
                checks.counted("subflows declared stale", "SubflowStale"),
                checks.counted("subflows recovered", "SubflowRecover"));
    }

    private Check negotiated() {
        String name = "MPTCP negotiated";
        boolean seen = connection.created() && connection.established();
        int joined = connection.subflows().size() - 1;
        if (others()) {
            String detail = "another program of the client uses MPTCP (" + SENT + " " + counters.orZero(SENT)
                    + "), so its counters prove nothing";
            if (seen && joined > 0) {
                return new Check(name, Outcome.PASS, "CREATED, ESTABLISHED, " + joined(joined) + "; " + detail);
            }
            return new Check(
                    name,
                    Outcome.BROKEN,
                    "undetermined: "
                            + (seen
                                    ? "no subflow joined"
                                    : "the monitor saw no CREATED and ESTABLISHED of this traffic")
                            + ", and " + detail);
        }
        return counted(name, seen, joined);
    }

    /** While nobody else uses MPTCP, the counters are the traffic's own. */
    private Check counted(String name, boolean seen, int joined) {
        Optional<String> fallback = fallback();
        if (fallback.isPresent()) {
            return new Check(name, Outcome.FAIL, "fell back to TCP: " + fallback.get());
        }
        Optional<Long> sent = counters.get(SENT);
        Optional<Long> answered = counters.get(ANSWERED);
        if (!connection.created() && sent.equals(Optional.of(0L))) {
            return new Check(name, Outcome.FAIL, "the client's kernel sent no MPTCP handshake (" + SENT + " 0)");
        }
        if (sent.isPresent() && answered.isPresent() && answered.get() < sent.get()) {
            return new Check(
                    name,
                    Outcome.FAIL,
                    "fell back to TCP: " + (sent.get() - answered.get()) + " of " + sent.get()
                            + " handshakes got no MPTCP answer (" + SENT + " " + sent.get() + ", " + ANSWERED + " "
                            + answered.get() + ")");
        }
        if (!seen) {
            return new Check(name, Outcome.BROKEN, "the client's MPTCP monitor saw no CREATED and ESTABLISHED");
        }
        if (sent.isPresent() && answered.isPresent()) {
            return new Check(
                    name,
                    Outcome.PASS,
                    "CREATED, ESTABLISHED; " + SENT + " " + sent.get() + ", " + ANSWERED + " " + answered.get()
                            + ", no fallback counted");
        }
        String unknown = "counters " + counters.unknown(sent.isPresent() ? ANSWERED : SENT);
        return joined > 0
                ? new Check(name, Outcome.PASS, "CREATED, ESTABLISHED, " + joined(joined) + "; " + unknown)
                : new Check(name, Outcome.BROKEN, "undetermined: no subflow joined, and " + unknown);
    }

    private static String joined(int subflows) {
        return subflows + (subflows == 1 ? " subflow" : " subflows") + " joined";
    }

    /** Whether the client's counters hold more than the traffic's own: it has one handshake for each of its connections. */
    private boolean others() {
        return connection.others() || counters.orZero(SENT) > Math.max(1, connection.tokens());
    }

    private Optional<String> fallback() {
        List<String> reasons = new ArrayList<>();
        FALLBACKS.forEach((counter, reason) -> {
            long grown = counters.orZero(counter);
            if (grown > 0) {
                reasons.add(reason + " (" + counter + " " + grown + ")");
            }
        });
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
    }

    private Fact counted(String name, String counter) {
        return new Fact(
                name,
                counters.get(counter)
                        .map(grown -> counter + " " + grown + (others() ? ", of all programs of the client" : ""))
                        .orElse(counters.unknown(counter)));
    }

    private Check plainTcp() {
        String name = "plain TCP";
        Optional<Long> sent = counters.get(SENT);
        if (connection.created() || (sent.equals(Optional.of(1L)) && !others())) {
            return new Check(
                    name,
                    Outcome.FAIL,
                    "an MPTCP handshake happened on the client (" + SENT + " " + counters.orZero(SENT)
                            + "): this was not the tcp arm");
        }
        if (sent.equals(Optional.of(0L))) {
            return new Check(name, Outcome.PASS, "no MPTCP event on the client; " + SENT + " 0");
        }
        return new Check(
                name,
                Outcome.SKIPPED,
                "undetermined: no MPTCP event of this traffic on the client; "
                        + sent.map(n -> SENT + " " + n + ": another program uses MPTCP")
                                .orElse("counters " + counters.unknown(SENT)));
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
