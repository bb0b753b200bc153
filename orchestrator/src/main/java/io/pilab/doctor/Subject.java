package io.pilab.doctor;

import io.pilab.model.Host;
import io.pilab.model.Lab;
import java.util.List;

/** A host of a lab, what is wanted of it, and what it said. */
public record Subject(Lab lab, Host host, Needs needs, Evidence evidence) {
    /** Every check's findings, in the checks' order. */
    public List<Finding> findings() {
        return Diagnosis.of(this);
    }
}
