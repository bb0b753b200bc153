package io.pilab.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The good and bad files that loader and schemas are both tested with. */
final class Fixtures {
    static final Path FOLDER = Path.of("src/test/resources/config");
    static final Path PROJECT = Path.of("..");

    private Fixtures() {}

    static List<Path> in(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's name says its kind. */
    static boolean isLab(Path file) {
        return file.getFileName().toString().startsWith("lab");
    }

    /** Loads a file of either kind, a scenario against the example lab. */
    static Object load(Path file) {
        String name = file.getFileName().toString();
        return isLab(file)
                ? LabFile.parse(name, text(file))
                : ScenarioFile.parse(name, text(file), LabFile.parse("lab.yaml.example", text(example())));
    }

    static Path example() {
        return PROJECT.resolve("lab.yaml.example");
    }

    static Path demo() {
        return PROJECT.resolve("scenarios/wlan0-down.yaml");
    }
}
