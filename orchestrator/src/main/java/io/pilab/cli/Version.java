package io.pilab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version and commit that the build wrote down. */
final class Version implements IVersionProvider {
    private final Properties properties = new Properties();

    Version() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String number() {
        return properties.getProperty("version");
    }

    String commit() {
        return properties.getProperty("commit");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"pilab " + number() + " (" + commit() + ")"};
    }
}
