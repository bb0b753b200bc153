package io.pilab.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A file of either kind, not yet understood. */
public record ConfigFile(String name, String text, Kind kind) {
    private static final Set<String> LAB_KEYS = Set.of("lab", "ssh", "iperf3", "mptcp", "hosts", "pairs", "rig");
    private static final Set<String> SCENARIO_KEYS =
            Set.of("scenario", "traffic", "arms", "repeat", "timeline", "expect");

    /** What a file describes. */
    public enum Kind {
        LAB,
        SCENARIO
    }

    /** Reads a file and tells its kind by its top-level keys; throws InvalidFileException when it is of neither. */
    public static ConfigFile load(Path file) {
        return of(file.toString(), TextFile.read(file, "check the path"));
    }

    /** Tells the kind of a text; throws InvalidFileException when it is of neither. */
    public static ConfigFile of(String name, String text) {
        Value root = YamlText.root(text, new Problems(name));
        if (!Collections.disjoint(LAB_KEYS, root.keys())) {
            return new ConfigFile(name, text, Kind.LAB);
        }
        if (!Collections.disjoint(SCENARIO_KEYS, root.keys())) {
            return new ConfigFile(name, text, Kind.SCENARIO);
        }
        String message = "neither a lab (its first key is 'lab') nor a scenario (its first key is 'scenario')";
        Place place = root.place();
        throw new InvalidFileException(List.of(new Problem(name, place.line(), place.column(), "", message)));
    }
}
