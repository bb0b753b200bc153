package io.pilab.iperf3;

import static io.pilab.iperf3.TestingBuildHost.binary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.host.HostException;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.InstallSource;
import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.time.TestingTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One build for hosts alike, and what happens when that does not work. */
class AlikeHostsTest {
    private static final String INSTALL =
            "iperf3.sh install 3.21 PUSHED " + TestingTarball.sum(TestingBuildHost.ARTEFACT);
    private static final String START = "build.sh start 3.21 tarball PUSHED " + TestingTarball.SUM;
    private static final String FAILED = "{\"state\":\"failed\",\"stage\":\"compile\",\"log\":[],\"reason\":\"no\"}";

    @TempDir
    private Path folder;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final TestingBuildHost first = new TestingBuildHost("first");
    private final TestingBuildHost second = new TestingBuildHost("second");

    @Test
    void theSecondGetsWhatTheFirstBuilt() {
        Iperf3Sources sources = sources();
        provide(sources, first);
        assertThat(pending(sources, second)).contains("+ iperf3 3.21 at /opt/iperf3-3.21, as an alike host built it");
        assertThat(provide(sources, second).version()).isEqualTo("3.21");
        assertThat(second.calls()).containsExactly(INSTALL);
        assertThat(second.remote().files())
                .hasSize(2)
                .allSatisfy((path, content) -> assertThat(content).asString().isEqualTo(TestingBuildHost.ARTEFACT));
        assertThat(second.remote().verbs()).anyMatch(v -> v.startsWith("exec rm -f /tmp/pilab-"));
    }

    @Test
    void soDoesALaterCommand() {
        provide(sources(), first);
        provide(sources(), second);
        assertThat(second.calls()).containsExactly(INSTALL);
    }

    @Test
    void whoComesMeanwhileWaits() throws Exception {
        Iperf3Sources sources = sources();
        CountDownLatch building = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        first.remote().answer(w -> w.contains("build-tools"), c -> {
            building.countDown();
            await(goOn);
            return io.pilab.remote.TestingRemote.result(0, "{\"installed\":[]}", "");
        });
        CompletableFuture<Iperf3Binary> one = CompletableFuture.supplyAsync(() -> provide(sources, first));
        await(building);
        CompletableFuture<Iperf3Binary> two = CompletableFuture.supplyAsync(() -> new Iperf3Provision(
                        wanted(),
                        sources,
                        second.agent(),
                        text -> {
                            said.add(text);
                            goOn.countDown();
                        },
                        new TestingTime())
                .provide(second.read()));
        assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(two.get(30, TimeUnit.SECONDS));
        assertThat(said).contains("waiting for first, an identical host, to build iperf3 3.21");
        assertThat(first.calls()).contains(START);
        assertThat(second.calls()).containsExactly(INSTALL);
    }

    @Test
    void whenTheFirstFailsTheNextBuildsForItself() {
        Iperf3Sources sources = sources();
        first.polls(FAILED);
        assertThatThrownBy(() -> provide(sources, first)).isInstanceOf(HostException.class);
        assertThat(provide(sources, second).version()).isEqualTo("3.21");
        assertThat(second.calls()).containsExactly("packages.sh build-tools", START);
    }

    @Test
    void aBuildThatDoesNotRunElsewhereIsTakenBackAndMadeAnew() {
        Iperf3Sources sources = sources();
        provide(sources, first);
        second.installs(binary("/opt/iperf3-3.21/bin/iperf3", "", false));
        assertThat(provide(sources, second).version()).isEqualTo("3.21");
        assertThat(second.calls()).containsExactly(INSTALL, "iperf3.sh remove 3.21", "packages.sh build-tools", START);
        assertThat(said).contains("what an alike host built does not run here; building");
    }

    @Test
    void aBuildThatCanNotBeInstalledIsSaid() {
        Iperf3Sources sources = sources();
        provide(sources, first);
        second.fails("iperf3.sh", "install", 1, "no space is left\n");
        assertThat(provide(sources, second).version()).isEqualTo("3.21");
        assertThat(said)
                .anyMatch(s ->
                        s.startsWith("what an alike host built cannot be used: second: iperf3.sh install 3.21 /tmp/")
                                && s.endsWith("exited 1:\n  no space is left"));
    }

    @Test
    void anotherCLibraryIsNotAlike() {
        Iperf3Sources sources = sources();
        provide(sources, first);
        second.libc("\"glibc 2.41\"");
        provide(sources, second);
        assertThat(second.calls()).containsExactly("packages.sh build-tools", START, "iperf3.sh program 3.21");
    }

    @Test
    void aHostThatDoesNotTellWhatItIsSharesNothing() {
        provide(sources(), first.libc("null"));
        assertThat(first.calls()).containsExactly("packages.sh build-tools", START);
    }

    @Test
    void aBuildThatCanNotBeFetchedCostsNothingElse() {
        first.fails("iperf3.sh", "program", 1, "no space is left\n");
        assertThat(provide(sources(), first).version()).isEqualTo("3.21");
        assertThat(said)
                .last()
                .isEqualTo("the build is not kept for other hosts: first: iperf3.sh program 3.21 exited 1:\n"
                        + "  no space is left");
    }

    @Test
    void aBuildThatIsDamagedOnItsWayIsNotKept() {
        first.remote().file("/opt/iperf3-3.21/bin/iperf3", "damaged");
        provide(sources(), first);
        assertThat(said).last().isEqualTo("the build that came from the host is damaged; not kept");
        assertThat(folder.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void aProgramThatIsTooLargeForOneIsNotKept() {
        first.remote().file("/opt/iperf3-3.21/bin/iperf3", "x".repeat((32 << 20) + 1));
        provide(sources(), first);
        assertThat(said).last().isEqualTo("the program that came from the host is too large for an iperf3; not kept");
        assertThat(folder.resolve("cache")).isEmptyDirectory();
    }

    private Iperf3Binary provide(Iperf3Sources sources, TestingBuildHost host) {
        return new Iperf3Provision(wanted(), sources, host.agent(), said::add, new TestingTime()).provide(host.read());
    }

    private Optional<String> pending(Iperf3Sources sources, TestingBuildHost host) {
        return new Iperf3Provision(wanted(), sources, host.agent(), said::add, new TestingTime()).pending(host.read());
    }

    private Iperf3Install wanted() {
        Path file = TestingTarball.file(folder, "iperf-3.21.tar.gz", TestingTarball.TEXT);
        return new Iperf3Install(
                "3.21",
                InstallSource.TARBALL,
                Optional.of(file),
                Optional.of(TestingTarball.SUM),
                Iperf3Install.DEFAULT_REPOSITORY,
                Optional.empty());
    }

    private Iperf3Sources sources() {
        Download none = new Download(Duration.ofSeconds(5), Duration.ofSeconds(20));
        return new Iperf3Sources(wanted(), new Iperf3Cache(folder.resolve("cache")), none, Iperf3Sources.RELEASES);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
