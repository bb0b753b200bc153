package io.pilab.iperf3;

import io.pilab.iperf3.Iperf3Cache.Kept;
import io.pilab.iperf3.TarballSearch.Search;
import io.pilab.lab.Iperf3Install;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where the iperf3 of one command comes from, for all of its hosts: a tarball is looked for and downloaded once, and
 * hosts that are alike share what the first of them built.
 */
public final class Iperf3Sources {
    /** Where the project publishes its releases. */
    static final URI RELEASES = URI.create("https://downloads.es.net/pub/iperf/");

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(5);

    private final Iperf3Install wanted;
    private final Iperf3Cache cache;
    private final TarballSearch search;
    private final ReentrantLock looking = new ReentrantLock();
    private final Map<Platform, SharedBuild> builds = new ConcurrentHashMap<>();
    private Optional<Search> found = Optional.empty();

    Iperf3Sources(Iperf3Install wanted, Iperf3Cache cache, Download download, URI releases) {
        this.wanted = wanted;
        this.cache = cache;
        this.search = new TarballSearch(wanted, cache, download, releases);
    }

    /** The usual places; the cache is where {@code PILAB_CACHE}, {@code XDG_CACHE_HOME} or {@code HOME} say. */
    public static Iperf3Sources of(Iperf3Install wanted, Map<String, String> environment) {
        return new Iperf3Sources(
                wanted, Iperf3Cache.of(environment), new Download(CONNECT_LIMIT, DOWNLOAD_LIMIT), RELEASES);
    }

    /**
     * The tarball: the operator's, the cache's, or a download into the cache. The first caller looks, the others wait
     * for what that comes to.
     */
    public Search tarball(Consumer<String> progress) {
        try {
            looking.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Search.missing(List.of("interrupted"));
        }
        try {
            if (found.isEmpty()) {
                found = Optional.of(search.look(progress));
            }
            return found.get();
        } finally {
            looking.unlock();
        }
    }

    /** What a plan says of the source of a build; looks at this machine only. */
    String outlook(Consumer<String> progress) {
        if (wanted.source() == Iperf3Install.InstallSource.GIT) {
            return "built from git at tag " + wanted.tag();
        }
        if (wanted.tarball().filter(Files::isRegularFile).isPresent()) {
            return "built from " + wanted.tarball().get().getFileName();
        }
        return cached(progress) ? "built from the cache's " + wanted.tarballName() : "fetched and built";
    }

    /** Whether the cache has the tarball, so that it matters to nobody where else one may be. */
    public boolean cached(Consumer<String> progress) {
        return wanted.tarballPin()
                .flatMap(pin -> cache.tarball(wanted.version(), pin, progress))
                .isPresent();
    }

    /** What is in the cache for hosts like this, built from what may be used. */
    Optional<Kept> build(Platform platform, Consumer<String> progress) {
        return cache.build(wanted.version(), platform, pins(), progress);
    }

    /** Everything in the cache that was built from what may be used. */
    public List<Kept> builds(Consumer<String> progress) {
        return cache.builds(wanted.version(), pins(), progress);
    }

    SharedBuild alike(Platform platform) {
        return builds.computeIfAbsent(platform, p -> new SharedBuild());
    }

    Iperf3Cache cache() {
        return cache;
    }

    private List<String> pins() {
        Optional<String> tarball =
                wanted.source() == Iperf3Install.InstallSource.GIT ? Optional.empty() : wanted.tarballPin();
        Optional<String> commit =
                wanted.source() == Iperf3Install.InstallSource.TARBALL ? Optional.empty() : wanted.commitPin();
        return Stream.of(tarball, commit).flatMap(Optional::stream).toList();
    }
}
