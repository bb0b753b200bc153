package io.pilab.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** pilab's version, and the commit that it was built from. */
public record Version(String number, String commit) {
    /** The one that the build wrote down. */
    public static Version ofBuild() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Version(properties.getProperty("version"), properties.getProperty("commit"));
    }
}
