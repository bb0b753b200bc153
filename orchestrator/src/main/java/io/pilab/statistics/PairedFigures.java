package io.pilab.statistics;

import io.pilab.metrics.Bounds;
import io.pilab.metrics.Measure;
import io.pilab.metrics.TrialFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A figure of two arms, by repeat.
 *
 * @param first of the repeats in which both arms have it
 * @param dropped the other repeats
 */
public record PairedFigures(List<Bounds> first, List<Bounds> second, int dropped) {
    public PairedFigures {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    /** Of each arm's trials, in the order of the repeats. */
    public static PairedFigures of(Measure measure, List<TrialFigures> firstArm, List<TrialFigures> secondArm) {
        List<Bounds> first = new ArrayList<>();
        List<Bounds> second = new ArrayList<>();
        for (int i = 0; i < Math.min(firstArm.size(), secondArm.size()); i++) {
            Optional<Bounds> a = firstArm.get(i).figure(measure);
            Optional<Bounds> b = secondArm.get(i).figure(measure);
            if (a.isPresent() && b.isPresent()) {
                first.add(a.get());
                second.add(b.get());
            }
        }
        return new PairedFigures(first, second, Math.max(firstArm.size(), secondArm.size()) - first.size());
    }
}
