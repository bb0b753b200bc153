package io.pilab.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What of a trial is compared with other trials.
 *
 * @param figures by the label of their {@link Measure}; what is not known is absent
 */
public record TrialFigures(Map<String, Bounds> figures, Optional<Boolean> survived) {
    /** Of a trial that came to no result. */
    public static final TrialFigures NONE = new TrialFigures(Map.of(), Optional.empty());

    /** Those of a trial that was measured. */
    public static TrialFigures of(FailoverMetrics metrics) {
        Map<String, Bounds> figures = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            measure.of(metrics).ifPresent(bounds -> figures.put(measure.label(), bounds));
        }
        return new TrialFigures(figures, metrics.survived());
    }

    /** Empty when it is not known. */
    public Optional<Bounds> figure(Measure measure) {
        return Optional.ofNullable(figures.get(measure.label()));
    }
}
