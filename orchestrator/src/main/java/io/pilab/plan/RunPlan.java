package io.pilab.plan;

import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.lab.Pair;
import io.pilab.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run will do; printing it is the dry run.
 *
 * @param helper the lab's, if a fault is on it
 */
public record RunPlan(Lab lab, Pair pair, Optional<Host> helper, Scenario scenario, List<TrialPlan> trials) {
    private static final String PAIR = "both";

    /** A trial of ten seconds leaves 240 kB with two hosts of two interfaces, 80 of them whatever its length. */
    private static final long BYTES_A_TRIAL = 1 << 20;

    private static final long BYTES_A_SECOND = 50_000;

    public RunPlan {
        trials = List.copyOf(trials);
    }

    /** Client, server, helper: no other host is touched. */
    public List<Host> hosts() {
        List<Host> hosts = new ArrayList<>(List.of(pair.client(), pair.server()));
        helper.ifPresent(hosts::add);
        return List.copyOf(hosts);
    }

    /** The seconds that the hosts may need for one trial before they heal themselves. */
    public int deadmanSeconds(TrialPlan trial) {
        long longest = trial.shares().stream()
                .mapToLong(share -> share.limit().toSeconds())
                .max()
                .orElseThrow();
        return (int) (longest + 30 + (restarts(trial).isEmpty() ? 0 : HostShare.BOOT.toSeconds()));
    }

    /** What the record may take on the disk, generously. */
    public long recordBytes() {
        return trials.stream()
                .flatMap(trial -> trial.shares().stream())
                .mapToLong(
                        share -> BYTES_A_TRIAL + BYTES_A_SECOND * share.limit().toSeconds())
                .sum();
    }

    private static List<HostShare> restarts(TrialPlan trial) {
        return trial.shares().stream()
                .filter(share -> share.restart().isPresent())
                .toList();
    }

    /** Every step, in order. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Host host : hosts()) {
            steps.add(new Step(Phase.CONNECT, host.name(), "ssh " + host.ssh() + ", push the agent scripts"));
        }
        steps.add(new Step(Phase.PREFLIGHT, all(), "facts: kernel, MPTCP, tools, interfaces, addresses, space"));
        steps.add(new Step(Phase.PROVISION, PAIR, "iperf3 " + lab.iperf3().version() + " if it is missing"));
        trials.forEach(trial -> steps(trial, steps));
        return steps;
    }

    private void steps(TrialPlan trial, List<Step> steps) {
        String all = all();
        steps.add(new Step(Phase.SNAPSHOT, all, "trial " + trial.folder() + ": capture links, addresses, routes, ..."));
        steps.add(new Step(Phase.ARM, all, "restore by itself after " + deadmanSeconds(trial) + " s, read back"));
        steps.add(new Step(Phase.CONFIGURE, PAIR, "MPTCP endpoints, limits, source routing, ARP"));
        restarts(trial)
                .forEach(share -> steps.add(new Step(
                        Phase.MEASURE, share.host(), "keep spool and captured state on the disk: it restarts")));
        steps.add(new Step(Phase.MEASURE, trial.server().host(), command(trial.server())));
        trial.helper()
                .ifPresent(share -> steps.add(
                        new Step(Phase.MEASURE, share.host(), "wait to be told when the client's traffic began")));
        steps.add(new Step(Phase.MEASURE, trial.client().host(), command(trial.client())));
        for (HostShare share : trial.shares()) {
            for (HostShare.Firing firing : share.firings()) {
                String at = String.format(
                        java.util.Locale.ROOT, "at %.3f s: ", firing.at().toMillis() / 1000.0);
                steps.add(new Step(Phase.MEASURE, share.host(), at + firing.command()));
            }
        }
        steps.add(new Step(Phase.COLLECT, all, "read the rest of the spools"));
        steps.add(new Step(Phase.RESTORE, all, "put back what was captured"));
        steps.add(new Step(Phase.VERIFY, all, "compare with the captured state; disarm when nothing differs"));
    }

    private String all() {
        return helper.isPresent() ? "all" : PAIR;
    }

    private static String command(HostShare share) {
        return "iperf3 " + String.join(" ", share.arguments());
    }
}
