package io.pilab.config;

import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.InstallSource;
import io.pilab.lab.Iperf3Releases;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the {@code iperf3} section of a lab file. Everything that hosts would build must be pinned by a checksum. */
final class Iperf3Reader {
    private static final List<String> OF_TARBALL = List.of("tarball", "sha256");
    private static final List<String> OF_GIT = List.of("repository", "commit");

    private final UserPaths paths;

    Iperf3Reader(UserPaths paths) {
        this.paths = paths;
    }

    static Iperf3Install defaults() {
        return new Iperf3Install(Iperf3Install.DEFAULT_VERSION, InstallSource.AUTO, Optional.empty());
    }

    Optional<Iperf3Install> read(Value value) {
        return Section.of(value, "{ version: \"3.21\", source: auto }", this::read);
    }

    private Optional<Iperf3Install> read(Section iperf3) {
        Optional<String> version = iperf3.optional("version", Iperf3Reader::version);
        InstallSource source = iperf3.optional(
                        "source", v -> v.choice(List.of(InstallSource.values()), InstallSource::label))
                .orElse(InstallSource.AUTO);
        Optional<Path> tarball = iperf3.optional("tarball", paths::read);
        Optional<String> sha256 = iperf3.optional(
                "sha256",
                v -> v.matching(Iperf3Install.SHA256, "64 lower-case hexadecimal digits, as sha256sum prints them"));
        Optional<String> repository = iperf3.optional(
                "repository",
                v -> v.matching(
                        Iperf3Install.REPOSITORY,
                        "an https:// or file:/// URL such as " + Iperf3Install.DEFAULT_REPOSITORY));
        Optional<String> commit = iperf3.optional(
                "commit", v -> v.matching(Iperf3Install.COMMIT, "40 lower-case hexadecimal digits of a git commit"));
        if (source == InstallSource.PACKAGE || source == InstallSource.GIT) {
            OF_TARBALL.forEach(key -> refuse(iperf3, key, source));
        }
        if (source == InstallSource.PACKAGE || source == InstallSource.TARBALL) {
            OF_GIT.forEach(key -> refuse(iperf3, key, source));
        }
        boolean versionIsReadable = version.isPresent() || !iperf3.has("version");
        Iperf3Install install = new Iperf3Install(
                version.orElse(Iperf3Install.DEFAULT_VERSION),
                source,
                tarball,
                sha256,
                repository.orElse(Iperf3Install.DEFAULT_REPOSITORY),
                commit);
        if (versionIsReadable) {
            missingPin(install, iperf3).ifPresent(problem -> at(iperf3).problem(problem));
        }
        return Optional.of(install);
    }

    private static Optional<String> version(Value value) {
        if (value.is(Tag.FLOAT) || value.is(Tag.INT)) {
            return value.problem(
                    "a bare number loses digits (3.20 is 3.2); put the version in quotes: \"" + value.word() + "\"");
        }
        return value.matching(Iperf3Install.VERSION, "an iperf3 release such as \"3.21\"");
    }

    private static void refuse(Section iperf3, String key, InstallSource source) {
        String what = key.equals("sha256") ? "the sum of a tarball" : "a " + key;
        iperf3.value(key)
                .ifPresent(v ->
                        v.problem(what + " is not used with `source: " + source.label() + "`; remove one of the two"));
    }

    /** Why the section does not pin what it names. A pinning key counts even if its value could not be read. */
    private static Optional<String> missingPin(Iperf3Install install, Section iperf3) {
        boolean tarballPinned = install.tarballPin().isPresent() || iperf3.has("sha256");
        boolean commitPinned = install.commitPin().isPresent() || iperf3.has("commit");
        String sum = "the SHA-256 of its tarball as `sha256:`";
        String commit = "the commit of its tag as `commit:`";
        return switch (install.source()) {
            case PACKAGE -> Optional.empty();
            case TARBALL -> unless(tarballPinned, install, "tarball", sum);
            case GIT -> unless(commitPinned, install, "commit", commit);
            case AUTO ->
                iperf3.has("tarball")
                        ? unless(tarballPinned, install, "tarball", sum)
                        : unless(tarballPinned || commitPinned, install, "tarball", sum + ", or " + commit);
        };
    }

    private static Optional<String> unless(boolean pinned, Iperf3Install install, String what, String cure) {
        List<String> known = Iperf3Releases.versions().stream()
                .filter(v -> !what.equals("commit")
                        || Iperf3Releases.find(v).orElseThrow().commit().isPresent())
                .toList();
        return pinned
                ? Optional.empty()
                : Optional.of("the " + what + " of iperf3 " + install.version() + " is not known to pilab (known: "
                        + String.join(", ", known) + "); add " + cure);
    }

    /** The place of the problem: the version's if it is given, else that of the source. */
    private static Value at(Section iperf3) {
        return iperf3.value("version").or(() -> iperf3.value("source")).orElseThrow();
    }
}
