package io.pilab.plan;

import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.lab.Pair;
import io.pilab.scenario.Scenario;
import io.pilab.traffic.Iperf3;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run will do: it walks these phases, and does nothing besides; printing their steps is the dry run.
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

    /** Whether the hosts get iperf3 before; another tool is the one that they have. */
    public boolean wantsIperf3() {
        return scenario.treatments().stream().anyMatch(t -> t.traffic() instanceof Iperf3);
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

    /** What comes before the trials. */
    public Preparation preparation() {
        return Preparation.of(
                wantsIperf3()
                        ? "iperf3 " + lab.iperf3().version()
                        : scenario.treatments().get(0).traffic().tool(),
                wantsIperf3(),
                all(),
                both());
    }

    /** What a trial is made of. */
    public TrialPhases phases(TrialPlan trial) {
        return TrialPhases.of(trial, deadmanSeconds(trial), all(), both());
    }

    /** Every step, in order. */
    public List<Step> steps() {
        return Stream.concat(
                        preparation().phases().stream(),
                        trials.stream().flatMap(trial -> phases(trial).phases().stream()))
                .flatMap(phase -> phase.steps().stream())
                .toList();
    }

    private Group both() {
        return new Group(PAIR, List.of(pair.client(), pair.server()));
    }

    private Group all() {
        return new Group(helper.isPresent() ? "all" : PAIR, hosts());
    }
}
