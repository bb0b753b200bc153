package io.pilab.app;

import io.pilab.config.Loaded;
import io.pilab.iperf3.Iperf3Cache.Kept;
import io.pilab.iperf3.Iperf3Sources;
import io.pilab.iperf3.TarballSearch.Search;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.InstallSource;
import io.pilab.lab.Lab;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Packs what provisions a lab without internet; no host is touched. */
public final class BundleLab {
    private final Controller controller;
    private final Path labFile;
    private final Loaded<Lab> lab;

    /**
     * A bundle of a lab.
     *
     * @param labFile for messages
     */
    public BundleLab(Controller controller, Path labFile, Loaded<Lab> lab) {
        this.controller = controller;
        this.labFile = labFile;
        this.lab = lab;
    }

    /**
     * What was packed.
     *
     * @param version of iperf3
     * @param sha256 of its tarball
     * @param platforms the kinds of host that need no compiler
     */
    public record Packed(String version, String sha256, List<String> platforms) {}

    /**
     * Writes the archive, whole or not at all.
     *
     * @param tell receives the progress, a line at a time
     */
    public Packed write(Path archive, Consumer<String> tell) {
        Iperf3Install wanted = lab.value().iperf3();
        check(wanted, archive);
        Path jar = jar();
        Iperf3Sources sources = Iperf3Sources.of(wanted, controller.environment());
        Kept tarball = tarball(wanted, sources.tarball(tell));
        Bundle bundle = new Bundle(wanted.version(), tarball, sources.builds(tell), jar, lab.text());
        bundle.write(archive);
        return new Packed(bundle.version(), tarball.sha256(), bundle.platforms());
    }

    private void check(Iperf3Install wanted, Path archive) {
        if (!archive.toString().endsWith(".tar.gz")) {
            throw new InvalidRequestException(archive + " has to end in .tar.gz, which it will be");
        }
        if (wanted.source() == InstallSource.GIT || wanted.source() == InstallSource.PACKAGE) {
            throw new InvalidRequestException("a bundle holds a tarball, and " + labFile + " has `source: "
                    + wanted.source().label() + "`, for which each host needs the internet"
                    + "\n  Write `source: auto` there.");
        }
    }

    private static Kept tarball(Iperf3Install wanted, Search search) {
        return search.tarball()
                .orElseThrow(() -> new BrokenException(
                        "no tarball of iperf3 " + wanted.version() + ":\n  " + String.join("\n  ", search.failures())
                                + (search.refused() ? "" : "\n  Name one in the lab file: iperf3: { tarball: PATH }")));
    }

    /** The jar that we run from. */
    private static Path jar() {
        try {
            Path jar = Path.of(BundleLab.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(jar)) {
                return jar;
            }
            throw new BrokenException(
                    "this pilab runs from " + jar + ", not from a jar\n  Start the built one: ./pilab");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
