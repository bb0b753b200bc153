package io.pilab.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file of either kind, parsed but not yet interpreted. */
public record ConfigFile(String name, String text, FileKind kind) {
    private static final Set<String> LAB_KEYS = Set.of("lab", "ssh", "iperf3", "mptcp", "hosts", "pairs", "rig");
    private static final Set<String> SCENARIO_KEYS =
            Set.of("scenario", "traffic", "arms", "matrix", "repeat", "order", "timeline", "expect");

    /** What a file describes. */
    public enum FileKind {
        LAB,
        SCENARIO;

        private Set<String> keys() {
            return this == LAB ? LAB_KEYS : SCENARIO_KEYS;
        }
    }

    /** Reads a file and detects its kind by its top-level keys. Throws InvalidFileException when it is neither. */
    public static ConfigFile load(Path file) {
        return of(file.toString(), TextFile.read(file, "check the path"));
    }

    /** Detects the kind of a text. Throws InvalidFileException when it is neither. */
    public static ConfigFile of(String name, String text) {
        Value root = YamlText.root(text, new Problems(name));
        Optional<FileKind> kind = kind(root);
        if (kind.isEmpty()) {
            String message = "neither a lab (its first key is 'lab') nor a scenario (its first key is 'scenario')";
            throw invalid(name, root, message);
        }
        return new ConfigFile(name, text, kind.get());
    }

    /** Throws InvalidFileException with {@code message} when the text has keys of the other kind only. */
    static void require(FileKind wanted, String name, Value root, String message) {
        boolean ours = !Collections.disjoint(wanted.keys(), root.keys());
        if (!ours && kind(root).isPresent()) {
            throw invalid(name, root, message);
        }
    }

    private static Optional<FileKind> kind(Value root) {
        return Arrays.stream(FileKind.values())
                .filter(kind -> !Collections.disjoint(kind.keys(), root.keys()))
                .findFirst();
    }

    private static InvalidFileException invalid(String name, Value root, String message) {
        Place place = root.place();
        return new InvalidFileException(List.of(new Problem(name, place.line(), place.column(), "", message)));
    }
}
