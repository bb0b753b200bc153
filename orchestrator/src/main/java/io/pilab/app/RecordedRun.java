package io.pilab.app;

import io.pilab.config.InvalidFileException;
import io.pilab.config.LabFile;
import io.pilab.config.ScenarioFile;
import io.pilab.lab.Lab;
import io.pilab.lab.Pair;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.record.RunRecord;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Treatment;
import io.pilab.store.RunDirectory;
import io.pilab.store.RunsFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a record says of how it came to be. */
final class RecordedRun {
    private final RunDirectory directory;

    private RecordedRun(RunDirectory directory) {
        this.directory = directory;
    }

    /**
     * Finds one.
     *
     * @param run its folder, its name, the beginning of it in the runs folder, or {@code last}
     * @throws InvalidRequestException when there is none
     */
    static RecordedRun find(Path runs, String run) {
        try {
            return new RecordedRun(RunDirectory.open(new RunsFolder(runs).find(run)));
        } catch (RunsFolder.NoSuchRunException e) {
            throw new InvalidRequestException(e.getMessage());
        }
    }

    RunDirectory directory() {
        return directory;
    }

    /** The scenario as it was run. */
    Scenario scenario() {
        return directory.run().format() == RunRecord.FIRST_FORMAT
                ? scenarioOfText()
                : directory.scenario().orElseThrow(this::damaged);
    }

    private Lab lab() {
        return directory
                .lab()
                .orElseThrow(() -> new BrokenException(directory.path().resolve("run.json")
                        + ": its 'lab_as_understood' cannot be read."
                        + " No host was touched. Free the hosts with: pilab restore"));
    }

    private BrokenException damaged() {
        return new BrokenException(String.join("\n", directory.damage()));
    }

    /** In format 1: the stored text, and of its arms and expectations those that were asked for. */
    private Scenario scenarioOfText() {
        String fileName = directory.path().resolve("scenario.yaml").toString();
        Scenario stored = copy(() -> ScenarioFile.recorded(fileName, directory.scenarioText()), "scenario");
        List<Treatment> treatments = stored.treatments().stream()
                .filter(t -> directory.arms().contains(t.arm()))
                .toList();
        Scenario asked = treatments.isEmpty() ? stored : stored.only(treatments);
        return asked.repeated(directory.repeat());
    }

    /** The plan that it was run by. */
    RunPlan plan(RunRecord head, Map<String, String> environment) {
        String labFile = directory.path().resolve("lab.yaml").toString();
        Lab lab = head.format() == RunRecord.FIRST_FORMAT
                ? copy(() -> LabFile.recorded(labFile, directory.labText(), environment), "lab")
                : LabFile.overridden(lab(), environment);
        Pair pair = lab.pairs().stream()
                .filter(p -> head.hosts().containsKey(p.client().name())
                        && head.hosts().containsKey(p.server().name()))
                .findFirst()
                .orElseThrow(() -> new BrokenException(directory.path() + ": its lab has no pair of the hosts "
                        + String.join(", ", head.hosts().keySet())));
        return Planner.plan(lab, pair, scenario());
    }

    /** The user's own file is not at fault: this is the record's copy. */
    private static <T> T copy(Supplier<T> reading, String what) {
        try {
            return reading.get();
        } catch (InvalidFileException e) {
            throw new BrokenException("the record's copy of the " + what + " cannot be read:\n" + e.getMessage());
        }
    }
}
