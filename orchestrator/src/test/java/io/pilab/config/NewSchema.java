package io.pilab.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The schema as a rewrite makes it of the records. */
public final class NewSchema implements Function<Path, String> {
    @Override
    public String apply(Path schema) {
        try {
            return SchemaOfRecords.in(Files.readString(schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
