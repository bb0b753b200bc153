package io.pilab.statistics;

import io.pilab.metrics.Bounds;
import java.util.List;
import java.util.Optional;

/** A figure over repeats of which each is known within bounds only. */
public record BoundedSpread(Spread low, Spread high) {
    /** Empty without a figure. */
    public static Optional<BoundedSpread> of(List<Bounds> figures) {
        return Spread.of(figures.stream().map(Bounds::low).toList())
                .flatMap(low -> Spread.of(figures.stream().map(Bounds::high).toList())
                        .map(high -> new BoundedSpread(low, high)));
    }

    /** The medians of the lower and of the upper bounds. */
    public Bounds median() {
        return new Bounds(low.median(), high.median());
    }

    /** Of the median, 95 % at least; empty: too few repeats. */
    public Optional<Bounds> confidence() {
        return low.confidence().flatMap(l -> high.confidence().map(h -> new Bounds(l.low(), h.high())));
    }
}
