package io.pilab.config;

import io.pilab.model.Lab;
import io.pilab.scenario.Scenario;
import java.nio.file.Path;
import java.util.Optional;

/** Reads scenario files (docs/scenario-file.md). Every method throws {@link InvalidFileException} with all that is wrong. */
public final class ScenarioFile {
    private static final String WHEN_MISSING = "name a scenario file; scenarios/wlan0-down.yaml is one to start from";

    private ScenarioFile() {}

    /** Reads a file by itself. */
    public static Scenario load(Path file) {
        return parse(file.toString(), TextFile.read(file, WHEN_MISSING));
    }

    /** Reads a file and checks that the lab has what it names. */
    public static Scenario load(Path file, Lab lab) {
        return parse(file.toString(), TextFile.read(file, WHEN_MISSING), lab);
    }

    public static Scenario parse(String fileName, String text) {
        return parse(fileName, text, Optional.empty());
    }

    public static Scenario parse(String fileName, String text, Lab lab) {
        return parse(fileName, text, Optional.of(lab));
    }

    private static Scenario parse(String fileName, String text, Optional<Lab> lab) {
        Problems problems = new Problems(fileName);
        Optional<ScenarioDraft> draft = ScenarioReader.read(YamlText.root(text, problems));
        draft.ifPresent(scenario -> {
            new ScenarioChecks(scenario, problems).run();
            lab.ifPresent(known -> new ScenarioLabChecks(known, problems).run(scenario));
        });
        problems.throwIfAny();
        return draft.orElseThrow().scenario();
    }
}
