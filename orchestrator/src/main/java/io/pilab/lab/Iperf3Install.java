package io.pilab.lab;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which iperf3 a host should have, and where it is taken from.
 *
 * @param version "3.21"
 * @param tarball a source tarball on the controller
 * @param sha256 the SHA-256 of the tarball, instead of the one that {@link Iperf3Releases} knows
 * @param repository a git repository that hosts fetch from
 * @param commit the commit of the version there, instead of the one that {@link Iperf3Releases} knows
 */
public record Iperf3Install(
        String version,
        InstallSource source,
        Optional<Path> tarball,
        Optional<String> sha256,
        String repository,
        Optional<String> commit) {
    /** A release: 3.19, 3.19.1. */
    public static final Pattern VERSION = Pattern.compile("3\\.[0-9]{1,3}(\\.[0-9]{1,3})?");

    public static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** Allows no option, no transport that runs a command, and no password, since command lines are public. */
    public static final Pattern REPOSITORY =
            Pattern.compile("(https://[A-Za-z0-9]|file:///)[A-Za-z0-9.:_/+~%-]{1,254}");

    /** The version that the project is tested with. */
    public static final String DEFAULT_VERSION = "3.21";

    /** Where iperf3 is developed. */
    public static final String DEFAULT_REPOSITORY = "https://github.com/esnet/iperf.git";

    /** Where iperf3 is taken from when a host lacks it. */
    public enum InstallSource {
        AUTO,
        GIT,
        TARBALL,
        PACKAGE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Iperf3Install {
        Names.check(VERSION, "iperf3 version", version);
        Names.check(REPOSITORY, "git repository", repository);
        sha256.ifPresent(s -> Names.check(SHA256, "SHA-256", s));
        commit.ifPresent(c -> Names.check(COMMIT, "git commit", c));
    }

    /** Without checksums from the lab file. */
    public Iperf3Install(String version, InstallSource source, Optional<Path> tarball) {
        this(version, source, tarball, Optional.empty(), DEFAULT_REPOSITORY, Optional.empty());
    }

    /** The folder of a build of this version on a host. */
    public String prefix() {
        return "/opt/iperf3-" + version;
    }

    /** The project's name for the release's tarball. */
    public String tarballName() {
        return "iperf-" + version + ".tar.gz";
    }

    /** The expected SHA-256 of the tarball. Empty when unknown. */
    public Optional<String> tarballPin() {
        return sha256.or(() -> Iperf3Releases.find(version).map(Iperf3Releases.Release::sha256));
    }

    /** The expected commit of the tag. Empty when unknown. */
    public Optional<String> commitPin() {
        return commit.or(() -> Iperf3Releases.find(version).flatMap(Iperf3Releases.Release::commit));
    }

    /** The version's tag in the repository. */
    public String tag() {
        return Iperf3Releases.find(version).map(Iperf3Releases.Release::tag).orElse(version);
    }
}
