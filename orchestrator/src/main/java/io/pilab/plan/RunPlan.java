package io.pilab.plan;

import io.pilab.model.Host;
import io.pilab.model.Lab;
import io.pilab.model.Pair;
import io.pilab.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a run will do; printing it is the dry run. */
public record RunPlan(Lab lab, Pair pair, Scenario scenario, List<TrialPlan> trials) {
    public RunPlan {
        trials = List.copyOf(trials);
    }

    public List<Host> hosts() {
        return List.of(pair.client(), pair.server());
    }

    /** The seconds that the hosts may need for one trial before they heal themselves. */
    public int deadmanSeconds(TrialPlan trial) {
        long limit = Math.max(
                trial.client().limit().toSeconds(), trial.server().limit().toSeconds());
        return (int) (limit + 30 + (restarts(trial).isEmpty() ? 0 : HostShare.BOOT.toSeconds()));
    }

    private static List<HostShare> restarts(TrialPlan trial) {
        return Stream.of(trial.client(), trial.server())
                .filter(share -> share.restart().isPresent())
                .toList();
    }

    /** Every step, in order. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Host host : hosts()) {
            steps.add(new Step(Phase.CONNECT, host.name(), "ssh " + host.ssh() + ", push the agent scripts"));
        }
        steps.add(new Step(Phase.PREFLIGHT, "both", "facts: kernel, MPTCP, tools, interfaces, addresses, space"));
        steps.add(new Step(Phase.PROVISION, "both", "iperf3 " + lab.iperf3().version() + " if it is missing"));
        trials.forEach(trial -> steps(trial, steps));
        return steps;
    }

    private void steps(TrialPlan trial, List<Step> steps) {
        String both = "both";
        steps.add(
                new Step(Phase.SNAPSHOT, both, "trial " + trial.folder() + ": capture links, addresses, routes, ..."));
        steps.add(new Step(Phase.ARM, both, "restore by itself after " + deadmanSeconds(trial) + " s, read back"));
        steps.add(new Step(Phase.CONFIGURE, both, "MPTCP endpoints, limits, source routing, ARP"));
        restarts(trial)
                .forEach(share -> steps.add(new Step(
                        Phase.MEASURE, share.host(), "keep spool and captured state on the disk: it restarts")));
        steps.add(new Step(Phase.MEASURE, trial.server().host(), command(trial.server())));
        steps.add(new Step(Phase.MEASURE, trial.client().host(), command(trial.client())));
        for (HostShare share : List.of(trial.client(), trial.server())) {
            for (HostShare.Firing firing : share.firings()) {
                String at = String.format(
                        java.util.Locale.ROOT, "at %.3f s: ", firing.at().toMillis() / 1000.0);
                steps.add(new Step(Phase.MEASURE, share.host(), at + firing.command()));
            }
        }
        steps.add(new Step(Phase.COLLECT, both, "read the rest of the spools"));
        steps.add(new Step(Phase.RESTORE, both, "put back what was captured"));
        steps.add(new Step(Phase.VERIFY, both, "compare with the captured state; disarm when nothing differs"));
    }

    private static String command(HostShare share) {
        return "iperf3 " + String.join(" ", share.arguments());
    }
}
