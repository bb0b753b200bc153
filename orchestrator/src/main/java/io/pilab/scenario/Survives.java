package io.pilab.scenario;

import io.pilab.lab.Arm;
import java.util.Optional;

/** Whether data still flows at the traffic's planned end. */
public record Survives(boolean expected, Optional<Arm> arm) implements Expectation {
    @Override
    public String description() {
        return expected ? "survives" : "does not survive";
    }
}
