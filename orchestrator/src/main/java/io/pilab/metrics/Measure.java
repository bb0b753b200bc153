package io.pilab.metrics;

import io.pilab.metrics.Recovery.Reference;
import java.util.Locale;
import java.util.Optional;

/** A figure of a trial that is compared with that of other trials. */
public enum Measure {
    RECOVERY("time to 90% of settled", false),
    STALL("longest stall", false),
    DIP("lowest second", true),
    BASELINE("rate before the fault", true),
    THROUGHPUT("mean rate", true),
    SETTLED("settled rate", true);

    private static final double USUAL = 90;

    private final String words;
    private final boolean rate;

    Measure(String words, boolean rate) {
        this.words = words;
        this.rate = rate;
    }

    /** As a reader would say it. */
    public String words() {
        return words;
    }

    /** Bits per second, which are compared by their ratio, or else seconds. */
    public boolean rate() {
        return rate;
    }

    /** Whether it needs a fault. */
    public boolean needsFault() {
        return this != THROUGHPUT && this != BASELINE;
    }

    /** In the files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is at least and at most; without an upper end where it did not come as long as was watched. Empty: not known. */
    public Optional<Bounds> of(FailoverMetrics metrics) {
        return switch (this) {
            case RECOVERY -> recovery(metrics, USUAL, Reference.SETTLED);
            case STALL -> metrics.longestStall();
            case DIP -> metrics.dip().flatMap(d -> exact(d.bitsPerSecond()));
            case BASELINE -> metrics.baseline().flatMap(Measure::exact);
            case THROUGHPUT -> exact(metrics.meanRate());
            case SETTLED -> metrics.settled().flatMap(Measure::exact);
        };
    }

    /** A rate has no bounds of its own; of no reports there is none. */
    private static Optional<Bounds> exact(double rate) {
        return Double.isFinite(rate) ? Optional.of(new Bounds(rate, rate)) : Optional.empty();
    }

    /** The time to a recovery; a rate that settled at nothing, or did not come back, is not back for ever. */
    public static Optional<Bounds> recovery(FailoverMetrics metrics, double percent, Reference of) {
        return metrics.recovery(percent, of).flatMap(found -> {
            boolean nothing = of == Reference.SETTLED
                    && found.reference().isEmpty()
                    && metrics.baseline().isPresent()
                    && metrics.settled().isPresent();
            boolean never =
                    nothing || (found.reference().isPresent() && found.after().isEmpty());
            return never ? Optional.of(new Bounds(found.watched(), Double.POSITIVE_INFINITY)) : found.after();
        });
    }
}
