package io.pilab.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A small record of a real run, two trials on a rig; without what only tools wrote. */
public final class TestingRecord {
    public static final String NAME = "20261130T164154Z-wlan0-down-3971";

    private static final Path RECORD = Path.of("src/test/resources/records", NAME);

    private TestingRecord() {}

    /** A copy in a folder of runs, to be damaged; where it is. */
    public static Path copy(Path runs) throws IOException {
        Path copy = runs.resolve(NAME);
        try (Stream<Path> all = Files.walk(RECORD)) {
            for (Path file : all.toList()) {
                Files.copy(file, copy.resolve(RECORD.relativize(file).toString()));
            }
        }
        return copy;
    }
}
