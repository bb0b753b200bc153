package io.pilab.config;

import io.pilab.lab.Lab;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads lab.yaml (docs/lab-file.md). Every method throws {@link InvalidFileException} with all that is wrong. */
public final class LabFile {
    private static final String WHEN_MISSING =
            "copy lab.yaml.example to lab.yaml, or name yours with -f, as in `pilab validate -f FILE`";

    private LabFile() {}

    /** Reads a file as {@link #load}, and keeps its text. */
    public static Loaded<Lab> read(Path file, Map<String, String> environment) {
        String text = TextFile.read(file, WHEN_MISSING);
        return new Loaded<>(parse(file.toString(), text, environment), text);
    }

    /**
     * Reads a file.
     *
     * @param environment HOME, and PILAB_SSH_IDENTITY and PILAB_SSH_KNOWN_HOSTS, which override every host's own
     */
    public static Lab load(Path file, Map<String, String> environment) {
        return read(file, environment).value();
    }

    /** Reads YAML text, without any environment; {@code fileName} is for messages and for relative paths. */
    public static Lab parse(String fileName, String text) {
        return parse(fileName, text, Map.of());
    }

    public static Lab parse(String fileName, String text, Map<String, String> environment) {
        return parse(new Problems(fileName), fileName, text, environment);
    }

    /** Reads the copy in a run's record: keys that this version does not know are passed over. */
    public static Lab recorded(String fileName, String text, Map<String, String> environment) {
        return parse(Problems.ofCopy(fileName), fileName, text, environment);
    }

    /** A lab that was read elsewhere, as this environment overrides it. */
    public static Lab overridden(Lab lab, Map<String, String> environment) {
        UserPaths paths = new UserPaths(Path.of("lab.yaml"), environment);
        return lab.with(paths.variable(SshSection.IDENTITY_VARIABLE), paths.variable(SshSection.KNOWN_HOSTS_VARIABLE));
    }

    private static Lab parse(Problems problems, String fileName, String text, Map<String, String> environment) {
        UserPaths paths = new UserPaths(Path.of(fileName), environment);
        Value root = YamlText.root(text, problems);
        ConfigFile.require(
                ConfigFile.FileKind.LAB, fileName, root, "this is a scenario, not a lab file; -f takes the lab file");
        Optional<LabDraft> draft = new LabReader(paths).read(root);
        draft.ifPresent(lab -> new LabChecks(lab, problems).run());
        problems.throwIfAny();
        return draft.orElseThrow().lab(paths);
    }
}
