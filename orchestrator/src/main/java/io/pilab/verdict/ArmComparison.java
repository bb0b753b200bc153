package io.pilab.verdict;

import io.pilab.metrics.Measure;
import io.pilab.metrics.RunFigures;
import io.pilab.metrics.TrialFigures;
import io.pilab.statistics.ComparisonText;
import io.pilab.statistics.MaxT;
import io.pilab.statistics.PairedComparison;
import io.pilab.statistics.PairedFigures;
import io.pilab.statistics.Proportion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An arm compared with the first one, by repeats.
 *
 * @param survival whether one of them survives where the other does not; empty: it is known of no repeat
 * @param figures those that both arms have
 */
public record ArmComparison(String arm, String against, Optional<Survival> survival, List<ComparedFigure> figures) {
    /** Drawn flips are the same in each analysis of a record. */
    private static final long SEED = 1;

    /**
     * Who survived in each repeat.
     *
     * @param only the repeats in which this arm alone survived
     * @param onlyAgainst those in which the other one alone did
     * @param repeats of which it is known of both
     * @param chance of that many, if it were a matter of luck (McNemar)
     */
    public record Survival(int only, int onlyAgainst, int repeats, double chance) {
        private static Optional<Survival> of(List<TrialFigures> first, List<TrialFigures> second) {
            int[] known = IntStream.range(0, Math.min(first.size(), second.size()))
                    .filter(i -> first.get(i).survived().isPresent()
                            && second.get(i).survived().isPresent())
                    .toArray();
            int only = (int) Arrays.stream(known)
                    .filter(i -> second.get(i).survived().get()
                            && !first.get(i).survived().get())
                    .count();
            int onlyAgainst = (int) Arrays.stream(known)
                    .filter(i -> first.get(i).survived().get()
                            && !second.get(i).survived().get())
                    .count();
            return known.length == 0
                    ? Optional.empty()
                    : Optional.of(new Survival(only, onlyAgainst, known.length, Proportion.paired(only, onlyAgainst)));
        }

        /** 1: this arm survives more often, -1: the other one, 0: undetermined. */
        public int sign() {
            return chance > PairedComparison.OUTSIDE ? 0 : Integer.signum(only - onlyAgainst);
        }
    }

    /**
     * One figure of the comparison.
     *
     * @param dropped repeats in which an arm does not have it
     * @param adjusted the chance of such differences if there were none, for all figures of the comparison together; empty:
     *     they have no repeats in common
     */
    public record ComparedFigure(Measure measure, PairedComparison comparison, int dropped, Optional<Double> adjusted) {
        /** Whether the arms differ in it: 1 higher, -1 lower, 0 undetermined. */
        public int sign() {
            boolean likely = adjusted.filter(p -> p <= PairedComparison.OUTSIDE).isPresent();
            return likely ? comparison.sign() : 0;
        }

        /** {@code -0.21 s (-0.38 s to -0.05 s), known to 0.20 s, p 0.0123}. */
        public String text() {
            return ComparisonText.brief(measure, comparison)
                    + adjusted.map(p -> ", p " + ComparisonText.chance(p)).orElse("")
                    + (dropped == 0 ? "" : ", " + dropped + " repeats without it");
        }
    }

    public ArmComparison {
        figures = List.copyOf(figures);
    }

    /** Of each arm with the first; nothing without repeats. */
    static List<ArmComparison> of(RunFigures run) {
        List<String> arms = List.copyOf(run.arms().keySet());
        if (run.arms().values().stream().noneMatch(trials -> trials.size() > 1)) {
            return List.of();
        }
        return arms.stream()
                .skip(1)
                .map(arm -> of(arm, arms.get(0), run.arm(arms.get(0)), run.arm(arm)))
                .toList();
    }

    private static ArmComparison of(String arm, String against, List<TrialFigures> first, List<TrialFigures> second) {
        Map<Measure, PairedFigures> paired = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            PairedFigures figures = PairedFigures.of(measure, first, second);
            if (!figures.first().isEmpty()) {
                paired.put(measure, figures);
            }
        }
        Optional<double[]> adjusted = adjusted(List.copyOf(paired.keySet()), first, second);
        List<ComparedFigure> figures = new ArrayList<>();
        for (Entry<Measure, PairedFigures> entry : paired.entrySet()) {
            Measure measure = entry.getKey();
            PairedFigures pairs = entry.getValue();
            PairedComparison comparison = PairedComparison.paired(pairs.first(), pairs.second(), measure.rate());
            int index = figures.size();
            figures.add(new ComparedFigure(measure, comparison, pairs.dropped(), adjusted.map(p -> p[index])));
        }
        return new ArmComparison(arm, against, Survival.of(first, second), figures);
    }

    /** By the repeats in which both arms have all figures. */
    private static Optional<double[]> adjusted(
            List<Measure> measures, List<TrialFigures> first, List<TrialFigures> second) {
        int[] whole = IntStream.range(0, Math.min(first.size(), second.size()))
                .filter(i -> measures.stream()
                        .allMatch(m -> first.get(i).figure(m).isPresent()
                                && second.get(i).figure(m).isPresent()))
                .toArray();
        if (whole.length == 0 || measures.isEmpty()) {
            return Optional.empty();
        }
        List<TrialFigures> a = Arrays.stream(whole).mapToObj(first::get).toList();
        List<TrialFigures> b = Arrays.stream(whole).mapToObj(second::get).toList();
        double[][] differences = measures.stream()
                .map(m -> {
                    PairedFigures pairs = PairedFigures.of(m, a, b);
                    return PairedComparison.differences(pairs.first(), pairs.second(), m.rate());
                })
                .toArray(double[][]::new);
        return Optional.of(MaxT.adjusted(differences, SEED));
    }
}
