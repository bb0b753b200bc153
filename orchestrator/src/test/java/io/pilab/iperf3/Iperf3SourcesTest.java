package io.pilab.iperf3;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.iperf3.Iperf3Cache.Kept;
import io.pilab.iperf3.TarballSearch.Search;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.InstallSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Iperf3SourcesTest {
    private static final Platform BOOKWORM = new Platform("arm64", "debian-12", "glibc 2.36");
    private static final Platform TRIXIE = new Platform("arm64", "debian-13", "glibc 2.41");
    private static final String COMMIT = "0123456789012345678901234567890123456789";

    @TempDir
    private Path folder;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @Test
    void theOperatorsTarballGoesFirst() {
        Path file = TestingTarball.file(folder, "iperf.tar.gz", TestingTarball.TEXT);
        try (TestingTarball server = TestingTarball.of(TestingTarball.TEXT)) {
            Search search = sources(wanted(Optional.of(file)), server).tarball(said::add);
            assertThat(search.tarball()).contains(new Kept(file, TestingTarball.SUM));
            assertThat(search.origin()).isEqualTo("iperf.tar.gz");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void aTarballWithAnotherSumIsRefusedWithBothSums() {
        Path file = TestingTarball.file(folder, "iperf.tar.gz", "another");
        try (TestingTarball server = TestingTarball.of(TestingTarball.TEXT)) {
            Search search = sources(wanted(Optional.of(file)), server).tarball(said::add);
            assertThat(search.refused()).isTrue();
            assertThat(search.failures())
                    .containsExactly("tarball: " + file + " is not iperf3 3.21 as it should be: its SHA-256 is\n    "
                            + TestingTarball.sum("another") + ", not\n    " + TestingTarball.SUM
                            + ".\n  The latter is from the lab file; correct it, or name another tarball.");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void aTarballOfAKnownReleaseHasTheKnownSumUnlessTheLabFileVouchesForIt() {
        Path file = TestingTarball.file(folder, "archive.tar.gz", "made by git archive");
        Iperf3Install wanted = new Iperf3Install("3.21", InstallSource.TARBALL, Optional.of(file));
        try (TestingTarball server = TestingTarball.answering(404)) {
            String sum = TestingTarball.sum("made by git archive");
            assertThat(sources(wanted, server).tarball(said::add).failures().get(0))
                    .contains(sum, "656e4405ebd620121de7ceca3eaf43a88f79ea1b857d041a6a0b1314801acdd8")
                    .endsWith("vouch for it in the lab file:\n    iperf3: { sha256: " + sum + " }");
        }
    }

    @Test
    void whatIsDownloadedIsInTheCacheTheNextTime() {
        try (TestingTarball server = TestingTarball.of(TestingTarball.TEXT)) {
            Search first = sources(wanted(Optional.empty()), server).tarball(said::add);
            Search second = sources(wanted(Optional.empty()), server).tarball(said::add);
            assertThat(first.origin()).isEqualTo("a download");
            assertThat(second.origin()).isEqualTo("the cache");
            assertThat(second.tarball()).isEqualTo(first.tarball());
            assertThat(second.tarball().orElseThrow().file()).hasContent(TestingTarball.TEXT);
            assertThat(server.asked()).containsExactly("/pub/iperf/iperf-3.21.tar.gz");
            assertThat(said).containsExactly("downloading " + server.base() + "iperf-3.21.tar.gz");
            assertThat(cached()).hasSize(1);
        }
    }

    @Test
    void oneDownloadServesAllHostsAtOnce() {
        try (TestingTarball server = TestingTarball.of(TestingTarball.TEXT)) {
            Iperf3Sources sources = sources(wanted(Optional.empty()), server);
            List<Search> searches = IntStream.range(0, 8)
                    .parallel()
                    .mapToObj(i -> sources.tarball(said::add))
                    .toList();
            assertThat(searches).hasSize(8).containsOnly(searches.get(0));
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void aFailureIsNotTriedAgainForEveryHost() {
        try (TestingTarball server = TestingTarball.answering(404)) {
            Iperf3Sources sources = sources(wanted(Optional.empty()), server);
            sources.tarball(said::add);
            assertThat(sources.tarball(said::add).failures())
                    .containsExactly(
                            "tarball: the lab file names none",
                            "cache: not in " + folder.resolve("cache"),
                            "download: " + server.base() + "iperf-3.21.tar.gz: the server answers 404");
            assertThat(server.asked()).hasSize(1);
            assertThat(cached()).isEmpty();
        }
    }

    @Test
    void aDamagedFileInTheCacheIsThrownAwayAndSaidSo() throws IOException {
        try (TestingTarball server = TestingTarball.of(TestingTarball.TEXT)) {
            Path kept = sources(wanted(Optional.empty()), server)
                    .tarball(said::add)
                    .tarball()
                    .orElseThrow()
                    .file();
            Files.writeString(kept, "damaged");
            Search again = sources(wanted(Optional.empty()), server).tarball(said::add);
            assertThat(again.origin()).isEqualTo("a download");
            assertThat(kept).hasContent(TestingTarball.TEXT);
            assertThat(said).contains(kept + " is damaged; thrown away");
        }
    }

    @Test
    void aDownloadThatIsSomethingElseIsNotKept() {
        try (TestingTarball server = TestingTarball.of("a login page")) {
            Search search = sources(wanted(Optional.empty()), server).tarball(said::add);
            assertThat(search.tarball()).isEmpty();
            assertThat(search.refused()).isFalse();
            assertThat(search.failures())
                    .last()
                    .isEqualTo("download: " + server.base() + "iperf-3.21.tar.gz: what came has the SHA-256 "
                            + TestingTarball.sum("a login page") + ", not " + TestingTarball.SUM
                            + "; it was thrown away");
            assertThat(cached()).isEmpty();
        }
    }

    @Test
    void whatAKilledDownloadLeftGoesAfterADay() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Path old = Files.writeString(cache.resolve(".new-1"), "half of it");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Path young = Files.writeString(cache.resolve(".new-2"), "another command's");

        Path mine = new Iperf3Cache(cache).temporary();

        assertThat(cached()).containsExactlyInAnyOrder(young, mine);
    }

    @Test
    void aTarballThatIsGoneDoesNotMatterWhereTheCacheHasIt() {
        Path nowhere = folder.resolve("nowhere.tar.gz");
        try (TestingTarball server = TestingTarball.of(TestingTarball.TEXT)) {
            sources(wanted(Optional.empty()), server).tarball(said::add);
            Search search = sources(wanted(Optional.of(nowhere)), server).tarball(said::add);
            assertThat(search.origin()).isEqualTo("the cache");
            assertThat(search.failures()).containsExactly("tarball: " + nowhere + ": there is no such file");
        }
    }

    @Test
    void whatNobodyVouchesForIsNotLookedFor() {
        Iperf3Install wanted = new Iperf3Install("3.20", InstallSource.AUTO, Optional.empty());
        try (TestingTarball server = TestingTarball.of(TestingTarball.TEXT)) {
            assertThat(sources(wanted, server).tarball(said::add).failures())
                    .containsExactly("tarball, cache, download: the SHA-256 of iperf3 3.20 is not known;"
                            + " name it in the lab file under iperf3: sha256:");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void aCacheThatCanNotBeWrittenIsToldWithItsCure() {
        Path file = TestingTarball.file(folder, "cache", "a file where the folder should be");
        try (TestingTarball server = TestingTarball.of(TestingTarball.TEXT)) {
            assertThat(sources(wanted(Optional.empty()), server)
                            .tarball(said::add)
                            .failures())
                    .last()
                    .asString()
                    .startsWith("cache: cannot write to the cache " + file + ": ")
                    .endsWith("; name another in PILAB_CACHE");
        }
    }

    @Test
    void aBuildIsForHostsAlikeAndForItsOwnSource() {
        Iperf3Cache cache = new Iperf3Cache(folder.resolve("cache"));
        Path file = cache.temporary();
        Kept build = cache.keepBuild("3.21", BOOKWORM, COMMIT, TestingTarball.sum(""), file);
        assertThat(build.file().getFileName())
                .hasToString("iperf3-3.21_arm64_debian-12_glibc-2.36_" + COMMIT.substring(0, 12) + "_"
                        + TestingTarball.sum(""));
        assertThat(cache.build("3.21", BOOKWORM, List.of("f".repeat(64), COMMIT), said::add))
                .contains(build);
        assertThat(cache.build("3.21", TRIXIE, List.of(COMMIT), said::add)).isEmpty();
        assertThat(cache.build("3.2", BOOKWORM, List.of(COMMIT), said::add)).isEmpty();
        assertThat(cache.build("3.21", BOOKWORM, List.of("f".repeat(40)), said::add))
                .isEmpty();
        assertThat(cache.builds("3.21", List.of(COMMIT), said::add)).containsExactly(build);
        assertThat(cache.builds("3.21", List.of("f".repeat(40)), said::add)).isEmpty();
    }

    @Test
    void theCacheIsWhereTheEnvironmentSays() {
        assertThat(Iperf3Cache.of(Map.of("PILAB_CACHE", "/a", "XDG_CACHE_HOME", "/b", "HOME", "/c"))
                        .folder())
                .isEqualTo(Path.of("/a/iperf3"));
        assertThat(Iperf3Cache.of(Map.of("PILAB_CACHE", "", "XDG_CACHE_HOME", "/b", "HOME", "/c"))
                        .folder())
                .isEqualTo(Path.of("/b/pilab/iperf3"));
        assertThat(Iperf3Cache.of(Map.of("HOME", "/c")).folder()).isEqualTo(Path.of("/c/.cache/pilab/iperf3"));
    }

    private static Iperf3Install wanted(Optional<Path> tarball) {
        return new Iperf3Install(
                "3.21",
                InstallSource.AUTO,
                tarball,
                Optional.of(TestingTarball.SUM),
                Iperf3Install.DEFAULT_REPOSITORY,
                Optional.empty());
    }

    private Iperf3Sources sources(Iperf3Install wanted, TestingTarball server) {
        Download download = new Download(Duration.ofSeconds(5), Duration.ofSeconds(20));
        return new Iperf3Sources(wanted, new Iperf3Cache(folder.resolve("cache")), download, server.base());
    }

    private List<Path> cached() {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
