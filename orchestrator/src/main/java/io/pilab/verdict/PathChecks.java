package io.pilab.verdict;

import io.pilab.lab.Protocol;
import io.pilab.lab.Role;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.InterfaceBytes;
import io.pilab.metrics.MptcpConnection;
import io.pilab.metrics.TrialFaults;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the bytes went where the scenario needs them: a fault on an idle interface shows nothing. */
final class PathChecks {
    /** After it nothing may leave; of another fault something may. */
    private static final String LINK_DOWN = "link-down";

    /** Of all bytes sent before the fault: less, and the interface was as good as idle. */
    private static final double IDLE = 0.01;

    /** Of all bytes sent before the fault, by a TCP flow bound to one interface. */
    private static final double BOUND = 0.9;

    private static final String NOTHING = "the client sent nothing before the fault";

    private static final String SUBFLOWS = "subflows";

    /** Bytes of housekeeping (ARP, IPv6 neighbours) that prove nothing. */
    private static final double NOISE = 10_000;

    private final Treatment treatment;
    private final TrialRecord trial;
    private final FailoverMetrics metrics;
    private final double fault;

    private PathChecks(Treatment treatment, TrialRecord trial, FailoverMetrics metrics) {
        this.treatment = treatment;
        this.trial = trial;
        this.metrics = metrics;
        this.fault = TrialFaults.of(trial).first().map(f -> f.actual()).orElse(Double.MAX_VALUE);
    }

    static List<Check> of(Treatment treatment, TrialRecord trial, FailoverMetrics metrics) {
        PathChecks checks = new PathChecks(treatment, trial, metrics);
        List<Check> all = new ArrayList<>();
        if (trial.arm().protocol() == Protocol.TCP) {
            all.add(checks.bound());
        } else {
            checks.subflows().ifPresent(all::add);
            treatment.timeline().interfaces(Role.CLIENT).stream()
                    .filter(i -> !treatment.changes().idle(Role.CLIENT, i))
                    .sorted()
                    .forEach(i -> all.add(checks.carried(i)));
        }
        TrialFaults.of(trial)
                .first()
                .filter(f -> f.fault().equals(LINK_DOWN)
                        && f.host().equals(trial.path().client()))
                .ifPresent(f -> all.add(checks.silenced(f.networkInterface())));
        return all;
    }

    /** The subflows of the trial; nothing tests them unless the scenario disturbs an interface. */
    static List<Fact> facts(Treatment treatment, TrialRecord trial, FailoverMetrics metrics) {
        PathChecks checks = new PathChecks(treatment, trial, metrics);
        boolean tested =
                trial.arm().protocol() == Protocol.TCP || checks.subflows().isPresent();
        return tested ? List.of() : List.of(new Fact(SUBFLOWS, checks.found()));
    }

    private String found() {
        List<String> lines =
                MptcpConnection.of(
                                trial,
                                trial.path().client(),
                                treatment.traffic().port())
                        .subflows()
                        .stream()
                        .map(PathChecks::line)
                        .toList();
        return lines.isEmpty() ? "none" : String.join("; ", lines);
    }

    /** Each interface that is disturbed had a subflow by then. */
    private Optional<Check> subflows() {
        List<String> missing = new ArrayList<>();
        List<String> untold = new ArrayList<>();
        boolean disturbs = false;
        for (Role role : Role.PAIR) {
            String host =
                    role == Role.CLIENT ? trial.path().client() : trial.path().server();
            List<MptcpConnection.Subflow> all =
                    MptcpConnection.of(trial, host, treatment.traffic().port()).subflows();
            List<String> disturbed = treatment.timeline().interfaces(role).stream()
                    .filter(i -> !treatment.changes().unused(role, i))
                    .sorted()
                    .toList();
            List<String> without = disturbed.stream()
                    .filter(i -> all.stream()
                            .noneMatch(
                                    s -> s.t() < fault && s.networkInterface().equals(Optional.of(i))))
                    .map(i -> host + "." + i)
                    .toList();
            (all.isEmpty() ? untold : missing).addAll(without);
            disturbs |= !disturbed.isEmpty();
        }
        if (!disturbs) {
            return Optional.empty();
        }
        if (!missing.isEmpty()) {
            return Optional.of(new Check(
                    SUBFLOWS,
                    Outcome.FAIL,
                    "none over " + String.join(", ", missing) + " before the fault, so the fault hit nothing; found: "
                            + found()));
        }
        return Optional.of(
                untold.isEmpty()
                        ? new Check(SUBFLOWS, Outcome.PASS, found())
                        : new Check(
                                SUBFLOWS,
                                Outcome.BROKEN,
                                "no MPTCP event shows whether " + String.join(", ", untold) + " had one"));
    }

    private static String line(MptcpConnection.Subflow subflow) {
        return subflow.networkInterface().orElse("?") + " " + subflow.local() + " -> " + subflow.remote()
                + (subflow.initial() ? " (initial)" : "");
    }

    private Check carried(String networkInterface) {
        String name = networkInterface + " carried traffic before the fault";
        Optional<InterfaceBytes> found = metrics.networkInterface(networkInterface);
        if (found.isEmpty()) {
            return new Check(name, Outcome.BROKEN, "its byte counters are not known");
        }
        if (sentBefore() <= NOISE) {
            return new Check(name, Outcome.BROKEN, NOTHING);
        }
        double share = found.get().before() / sentBefore();
        String detail = Figures.megabytes(found.get().before()) + " of " + Figures.megabytes(sentBefore());
        return share >= IDLE
                ? new Check(name, Outcome.PASS, detail)
                : new Check(name, Outcome.FAIL, detail + ": the fault disturbed an idle interface");
    }

    private Check silenced(String networkInterface) {
        String name = networkInterface + " sent nothing while it was down";
        Optional<InterfaceBytes> found = metrics.networkInterface(networkInterface);
        if (found.isEmpty() || fault == Double.MAX_VALUE) {
            return new Check(name, Outcome.BROKEN, "its byte counters, or the fault, are not known");
        }
        String detail = Math.round(found.get().after()) + " bytes";
        return found.get().after() <= NOISE
                ? new Check(name, Outcome.PASS, detail)
                : new Check(name, Outcome.BROKEN, detail + ": the link was not down");
    }

    private Check bound() {
        String own = trial.path().clientInterface();
        String name = "bytes over " + own;
        Optional<InterfaceBytes> found = metrics.networkInterface(own);
        if (found.isEmpty()) {
            return new Check(name, Outcome.BROKEN, "its byte counters are not known");
        }
        if (sentBefore() <= NOISE) {
            return new Check(name, Outcome.BROKEN, NOTHING);
        }
        String detail = Figures.megabytes(found.get().before()) + " of " + Figures.megabytes(sentBefore())
                + (fault == Double.MAX_VALUE ? "" : " before the fault");
        return found.get().before() >= BOUND * sentBefore()
                ? new Check(name, Outcome.PASS, detail)
                : new Check(name, Outcome.FAIL, detail + ": the tcp arm did not stay on the interface it was bound to");
    }

    private double sentBefore() {
        return metrics.interfaces().stream().mapToDouble(InterfaceBytes::before).sum();
    }
}
