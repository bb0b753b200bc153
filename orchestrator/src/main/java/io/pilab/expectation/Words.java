package io.pilab.expectation;

import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Measure;
import java.util.List;
import java.util.Optional;

/** What several expectations say alike. */
final class Words {
    /** Of a figure that counts from the first fault. */
    static final String NO_FAULT = "it is not known: there is no fault, or no baseline before it";

    private Words() {}

    static String trials(Optional<Double> share) {
        return share.map(s -> s == 100 ? " in all trials" : " in at least " + Figures.plain(s) + "% of the trials")
                .orElse("");
    }

    static List<String> needsFault(Shape scenario, String what) {
        return scenario.faults() ? List.of() : List.of("there is no fault " + what + "; add one to `timeline`");
    }

    static List<String> needsFault(Shape scenario, Measure figure) {
        return figure.needsFault() ? needsFault(scenario, "after which there is a " + figure.label()) : List.of();
    }

    static String resolution(FailoverMetrics metrics, double limit) {
        return ": the " + Figures.plain(metrics.resolution()) + " s samples cannot tell it from " + Figures.plain(limit)
                + " s";
    }
}
