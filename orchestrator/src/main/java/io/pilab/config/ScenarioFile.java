package io.pilab.config;

import io.pilab.lab.Lab;
import io.pilab.lab.Names;
import io.pilab.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads scenario files (docs/scenario-file.md). Every method throws {@link InvalidFileException} with all problems. */
public final class ScenarioFile {
    private ScenarioFile() {}

    /** Reads a file alone. */
    public static Scenario load(Path file) {
        ConfigFile found = find(file);
        return parse(found.name(), found.text());
    }

    /** Reads a file and checks that the lab has everything it names. */
    public static Scenario load(Path file, Lab lab) {
        ConfigFile found = find(file);
        return parse(found.name(), found.text(), lab);
    }

    /** The text of a scenario: of a file, or of a shipped scenario by its name. */
    public static ConfigFile find(Path word) {
        if (!Files.exists(word) && Names.NAME.matcher(word.toString()).matches()) {
            Optional<ConfigFile> shipped = ShippedScenarios.find(word.toString());
            if (shipped.isPresent()) {
                return shipped.get();
            }
        }
        String name = word.toString();
        String text = TextFile.read(
                word, Files.exists(word) ? "" : "name a file, or one that comes with pilab" + nearest(word));
        requireScenario(name, YamlText.root(text, new Problems(name)));
        return new ConfigFile(name, text, ConfigFile.FileKind.SCENARIO);
    }

    /** Every shipped scenario, by the name of its file. */
    public static List<ConfigFile> shipped() {
        return ShippedScenarios.names().stream()
                .flatMap(name -> ShippedScenarios.find(name).stream())
                .toList();
    }

    private static String nearest(Path word) {
        String stem = word.toString().replaceFirst("^.*/", "").replaceFirst("[.]ya?ml$", "");
        return Suggestion.of(stem, ShippedScenarios.names())
                .map(name -> "; did you mean '" + name + "'?")
                .orElse(": " + String.join(", ", ShippedScenarios.names()));
    }

    private static void requireScenario(String fileName, Value root) {
        ConfigFile.require(
                ConfigFile.FileKind.SCENARIO,
                fileName,
                root,
                "this is a lab file, not a scenario; name the lab with -f: pilab run -f " + fileName + " SCENARIO");
    }

    public static Scenario parse(String fileName, String text) {
        return parse(new Problems(fileName), fileName, text, Optional.empty());
    }

    public static Scenario parse(String fileName, String text, Lab lab) {
        return parse(new Problems(fileName), fileName, text, Optional.of(lab));
    }

    /** Reads the copy in a run's record. Ignores unknown keys. */
    public static Scenario recorded(String fileName, String text) {
        return parse(Problems.ofCopy(fileName), fileName, text, Optional.empty());
    }

    private static Scenario parse(Problems problems, String fileName, String text, Optional<Lab> lab) {
        Value root = YamlText.root(text, problems);
        requireScenario(fileName, root);
        Optional<ScenarioDraft> draft = ScenarioReader.read(root);
        draft.ifPresent(scenario -> {
            new ScenarioChecks(scenario, problems).run();
            lab.ifPresent(known -> new ScenarioLabChecks(known, problems).run(scenario));
        });
        problems.throwIfAny();
        return draft.orElseThrow().scenario();
    }
}
