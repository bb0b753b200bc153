package io.pilab.app;

import io.pilab.agent.ScriptFile;
import io.pilab.config.ScenarioFile;
import io.pilab.iperf3.Iperf3Cache.Kept;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What provisions a lab without internet.
 *
 * @param version of iperf3
 * @param builds for alike hosts
 * @param jar pilab itself
 * @param lab the text of the lab file
 */
record Bundle(String version, Kept tarball, List<Kept> builds, Path jar, String lab) {
    /** Where the launcher in the bundle makes pilab look. */
    private static final String CACHE = "cache/iperf3/";

    /** What in a build's name comes after the kind of host. */
    private static final String SUMS = "_[0-9a-f]+_[0-9a-f]+$";

    Bundle {
        builds = List.copyOf(builds);
    }

    /** The kinds of host that need no compiler. */
    List<String> platforms() {
        return builds.stream()
                .map(b -> name(b).replaceAll(SUMS, "").replaceAll("^[^_]*_", "").replace("_", ", "))
                .toList();
    }

    void write(Path target) {
        String folder = "pilab-bundle-" + version;
        try (BundleArchive archive = new BundleArchive(target, folder)) {
            archive.text("README.txt", readme(folder, target.getFileName().toString()));
            archive.program("pilab", resource("/bundle/pilab.sh"));
            archive.file("pilab.jar", jar);
            archive.text("lab.yaml", lab);
            ScenarioFile.shipped().forEach(f -> archive.text(f.name(), f.text()));
            archive.file(CACHE + tarball.cacheName(version), tarball.file());
            builds.forEach(b -> archive.file(CACHE + name(b), b.file()));
            ScriptFile.all().forEach(f -> archive.program("agent-scripts/" + f.path(), f.text()));
            archive.finish();
        }
    }

    private String readme(String folder, String archive) {
        String known = platforms().stream().map(p -> "    " + p).collect(Collectors.joining("\n"));
        return resource("/bundle/README.txt")
                .replace("@VERSION@", version)
                .replace("@ARCHIVE@", archive)
                .replace("@FOLDER@", folder)
                .replace(
                        "@BUILDS@",
                        known.isEmpty() ? "    (none; apply to a Pi like it, then make the bundle again)" : known)
                .replace("@TARBALL@", tarball.cacheName(version))
                .replace("@SHA256@", tarball.sha256());
    }

    private static String name(Kept kept) {
        return kept.file().getFileName().toString();
    }

    private static String resource(String name) {
        try (InputStream in = Bundle.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
