package io.pilab.app;

import io.pilab.config.Loaded;
import io.pilab.lab.Lab;
import io.pilab.lab.Pair;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;

/**
 * A scenario that is to be run on a pair.
 *
 * @param lab with the text that it was read from
 * @param scenario as it is to be run, with the text that it was read from
 * @param runs the folder that takes the record
 * @param steal whether to take over hosts that another user has locked
 * @param version of pilab, for the record
 * @param commandLine that asked for it, for the record
 */
public record RunRequest(
        Loaded<Lab> lab,
        Loaded<Scenario> scenario,
        Pair pair,
        Path runs,
        boolean steal,
        Version version,
        List<String> commandLine) {
    public RunRequest {
        commandLine = List.copyOf(commandLine);
    }

    /** Phases of steps. */
    public RunPlan plan() {
        return Planner.plan(lab.value(), pair, scenario.value());
    }
}
