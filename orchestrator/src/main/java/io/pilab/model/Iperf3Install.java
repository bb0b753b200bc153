package io.pilab.model;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which iperf3 a host should have, and where it may come from.
 *
 * @param version "3.21"
 * @param tarball a release tarball on the controller
 */
public record Iperf3Install(String version, Source source, Optional<Path> tarball) {
    /** A release: 3.19, 3.19.1. */
    public static final Pattern VERSION = Pattern.compile("3\\.[0-9]{1,3}(\\.[0-9]{1,3})?");

    /** The version that the project is tested with. */
    public static final String DEFAULT_VERSION = "3.21";

    /** Where iperf3 comes from when a host lacks it. */
    public enum Source {
        AUTO,
        TARBALL,
        PACKAGE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Iperf3Install {
        Names.check(VERSION, "iperf3 version", version);
    }

    /** The folder that a build of this version lives in on a host. */
    public String prefix() {
        return "/opt/iperf3-" + version;
    }
}
