package io.pilab.plan;

import io.pilab.plan.HostShare.Firing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The phases of a trial. */
public record TrialPhases(
        PlannedPhase snapshot,
        PlannedPhase arm,
        PlannedPhase configure,
        PlannedPhase measure,
        PlannedPhase collect,
        PlannedPhase restore,
        PlannedPhase verify) {
    static TrialPhases of(TrialPlan trial, int deadmanSeconds, Group all, Group pair) {
        String seconds = deadmanSeconds + " s";
        return new TrialPhases(
                all.phase(
                        Phase.SNAPSHOT,
                        Optional.of("trial " + trial.folder()),
                        "trial " + trial.folder() + ": capture links, addresses, routes, ..."),
                all.phase(
                        Phase.ARM,
                        Optional.of("the hosts restore themselves after " + seconds),
                        "restore by itself after " + seconds + ", read back"),
                pair.phase(
                        Phase.CONFIGURE,
                        Optional.empty(),
                        configured(trial.treatment().changes().description())),
                new PlannedPhase(Phase.MEASURE, Optional.of(trial.folder()), measure(trial)),
                all.phase(Phase.COLLECT, Optional.of("the rest of the spools"), "read the rest of the spools"),
                all.phase(Phase.RESTORE, Optional.of("what was captured"), "restore what was captured"),
                all.phase(
                        Phase.VERIFY,
                        Optional.empty(),
                        "compare with the captured state; disarm when nothing differs"));
    }

    private static String configured(String own) {
        return "MPTCP endpoints, limits, source routing, ARP" + (own.isEmpty() ? "" : "; " + own);
    }

    /** In their order. */
    public List<PlannedPhase> phases() {
        return List.of(snapshot, arm, configure, measure, collect, restore, verify);
    }

    /** The client's traffic is the last to begin: it is the trial. */
    private static List<Step> measure(TrialPlan trial) {
        List<Step> steps = new ArrayList<>();
        start(trial.server(), command(trial.server()), steps);
        trial.helper().ifPresent(share -> start(share, "wait for the time at which the client's traffic began", steps));
        start(trial.client(), command(trial.client()), steps);
        for (HostShare share : trial.shares()) {
            share.firings().forEach(firing -> steps.add(fire(share, firing)));
        }
        return steps;
    }

    private static void start(HostShare share, String text, List<Step> steps) {
        if (share.restart().isPresent()) {
            steps.add(step(Step.StepKind.KEEP, share, "keep spool and captured state on the disk: it restarts"));
        }
        steps.add(step(Step.StepKind.START, share, text));
    }

    private static Step fire(HostShare share, Firing firing) {
        String at = String.format(Locale.ROOT, "at %.3f s: ", firing.at().toMillis() / 1000.0);
        return step(Step.StepKind.FIRE, share, at + firing.command());
    }

    private static Step step(Step.StepKind kind, HostShare share, String text) {
        return new Step(Phase.MEASURE, kind, share.host(), List.of(share.host()), text);
    }

    private static String command(HostShare share) {
        return share.traffic().orElseThrow().toString();
    }
}
