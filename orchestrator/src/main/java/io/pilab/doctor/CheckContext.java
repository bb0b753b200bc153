package io.pilab.doctor;

import io.pilab.lab.Host;
import io.pilab.lab.Lab;

/** A host of a lab, what is wanted of it, and what it said. */
public record CheckContext(Lab lab, Host host, ScenarioRequirements needs, HostReport evidence) {}
