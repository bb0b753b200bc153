package io.pilab.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what a record's constructor refuses, so that everything is reported at once, and each where its value stands. */
public final class RefusedValues {
    /**
     * Why a value cannot be.
     *
     * @param component the record's component that has it
     */
    public record Refusal(String component, String reason) {}

    /** Values that a record cannot have. */
    public static final class RefusedException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final transient List<Refusal> refusals;

        private RefusedException(List<Refusal> refusals) {
            super(refusals.stream().map(r -> r.component() + ": " + r.reason()).collect(Collectors.joining("; ")));
            this.refusals = List.copyOf(refusals);
        }

        public List<Refusal> refusals() {
            return refusals;
        }
    }

    private final List<Refusal> refusals = new ArrayList<>();

    /** Refuses a component's value if it is wrong. */
    public RefusedValues refuse(boolean wrong, String component, String reason) {
        if (wrong) {
            refusals.add(new Refusal(component, reason));
        }
        return this;
    }

    /** Throws a RefusedException with everything that was refused, if anything was. */
    public void check() {
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals);
        }
    }
}
