package io.pilab.doctor;

import io.pilab.lab.Host;
import io.pilab.lab.Lab;

/** What a check reads: a host of the lab, the scenarios' requirements, and the host's report. */
public record CheckContext(Lab lab, Host host, ScenarioRequirements needs, HostReport evidence) {}
