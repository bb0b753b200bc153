package io.pilab.iperf3;

import io.pilab.iperf3.Iperf3Cache.Kept;
import io.pilab.lab.Iperf3Install;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the wanted tarball: the operator's, the cache's, or a download into the cache. */
public final class TarballSearch {
    private final Iperf3Install wanted;
    private final Iperf3Cache cache;
    private final Download download;
    private final URI releases;

    TarballSearch(Iperf3Install wanted, Iperf3Cache cache, Download download, URI releases) {
        this.wanted = wanted;
        this.cache = cache;
        this.download = download;
        this.releases = releases;
    }

    /**
     * What looking for a tarball came to.
     *
     * @param origin "the cache"
     * @param failures the places that do not have it, each with the reason
     * @param refused the tarball that the operator named is not what it should be, so that nothing else will do
     */
    public record Search(Optional<Kept> tarball, String origin, List<String> failures, boolean refused) {
        public Search {
            failures = List.copyOf(failures);
        }

        static Search missing(List<String> failures) {
            return new Search(Optional.empty(), "", failures, false);
        }
    }

    /** Looks once more at every place, and downloads what none has. */
    Search look(Consumer<String> progress) {
        List<String> failures = new ArrayList<>();
        if (wanted.tarballPin().isEmpty()) {
            failures.add("tarball, cache, download: the SHA-256 of iperf3 " + wanted.version()
                    + " is not known; name it in the lab file under iperf3: sha256:");
            return Search.missing(failures);
        }
        String pin = wanted.tarballPin().get();
        try {
            Optional<Search> given = given(pin, failures);
            if (given.isPresent()) {
                return given.get();
            }
            Optional<Kept> cached = cache.tarball(wanted.version(), pin, progress);
            if (cached.isPresent()) {
                return new Search(cached, "the cache", failures, false);
            }
            failures.add("cache: not in " + cache.folder());
            return new Search(Optional.of(downloaded(pin, progress)), "a download", failures, false);
        } catch (DownloadException e) {
            failures.add("download: " + address() + ": " + e.getMessage());
        } catch (UncheckedIOException e) {
            failures.add("cache: " + e.getMessage());
        }
        return Search.missing(failures);
    }

    private Optional<Search> given(String pin, List<String> failures) {
        if (wanted.tarball().isEmpty()) {
            failures.add("tarball: the lab file names none");
            return Optional.empty();
        }
        Path file = wanted.tarball().get();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            failures.add("tarball: " + file + ": " + (Files.exists(file) ? "cannot be read" : "there is no such file"));
            return Optional.empty();
        }
        String sum = Sha256.of(file);
        if (sum.equals(pin)) {
            return Optional.of(new Search(
                    Optional.of(new Kept(file, pin)), file.getFileName().toString(), failures, false));
        }
        String refusal =
                "tarball: " + file + " is not iperf3 " + wanted.version() + " as it should be: its SHA-256 is\n    "
                        + sum + ", not\n    " + pin + ".\n  "
                        + (wanted.sha256().isPresent()
                                ? "The latter is from the lab file; correct it, or name another tarball."
                                : "If it is the right one all the same (made by git archive, say), vouch for it in the lab file:"
                                        + "\n    iperf3: { sha256: " + sum + " }");
        return Optional.of(new Search(Optional.empty(), "", List.of(refusal), true));
    }

    private Kept downloaded(String pin, Consumer<String> progress) {
        Path file = cache.temporary();
        try {
            progress.accept("downloading " + address());
            download.fetch(address(), file, progress);
            String sum = Sha256.of(file);
            if (!sum.equals(pin)) {
                throw new DownloadException(
                        "what came has the SHA-256 " + sum + ", not " + pin + "; it was thrown away");
            }
            return cache.keepTarball(wanted.version(), pin, file);
        } finally {
            discard(file);
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI address() {
        return releases.resolve(wanted.tarballName());
    }
}
