package io.pilab.provision;

import static io.pilab.provision.TestingBuildHost.binary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilab.model.Iperf3Install;
import io.pilab.model.Iperf3Install.Source;
import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.remote.RemoteException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Iperf3ProvisionTest {
    private static final Iperf3Binary BUILT = new Iperf3Binary("/opt/iperf3-3.21/bin/iperf3", "3.21", true);
    private static final Iperf3Binary NEWER = new Iperf3Binary("/usr/bin/iperf3", "3.22", true);
    private static final String COMMIT = "d39cf41526626b4e5a130f115d931cd6cbdffc19";
    private static final String GIT = "build.sh start 3.21 git https://github.com/esnet/iperf.git 3.21 " + COMMIT;
    private static final String START = "build.sh start 3.21 tarball PUSHED " + TestingTarball.SUM;

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private final TestingTarball nothing = TestingTarball.answering(404);
    private final TestingBuildHost host = new TestingBuildHost("client");

    @AfterEach
    void close() {
        nothing.close();
    }

    @Test
    void whatIsThereIsLeftAlone() {
        host.has(binary("/opt/iperf3-3.21/bin/iperf3", "3.21", true));
        assertThat(provide(tarball(Source.AUTO))).isEqualTo(BUILT);
        assertThat(host.calls()).isEmpty();
        assertThat(pending(tarball(Source.AUTO))).isEmpty();
    }

    @Test
    void theRightVersionWithoutMptcpIsMissing() {
        host.has(binary("/usr/local/bin/iperf3", "3.21", false)).has(binary("/usr/bin/iperf3", "3.12", false));
        assertThat(pending(tarball(Source.AUTO)))
                .contains("+ iperf3 3.21 at /opt/iperf3-3.21, built from iperf-3.21.tar.gz");
        assertThat(provide(tarball(Source.AUTO))).isEqualTo(BUILT);
    }

    @Test
    void aTarballIsPushedBuiltWatchedAndTidiedUp() {
        host.polls(
                "{\"state\":\"running\",\"stage\":\"configure\",\"log\":[]}",
                "{\"state\":\"running\",\"stage\":\"configure\",\"log\":[]}",
                "{\"state\":\"running\",\"stage\":\"compile\",\"log\":[]}");
        assertThat(provide(tarball(Source.AUTO))).isEqualTo(BUILT);
        assertThat(host.calls()).containsExactly("packages.sh build-tools", START, "iperf3.sh pack 3.21");
        assertThat(said)
                .containsExactly(
                        "installing build tools, as far as they are missing",
                        "building iperf3 3.21 from iperf-3.21.tar.gz (iperf-3.21.tar.gz)",
                        "iperf3 3.21: configure",
                        "iperf3 3.21: compile",
                        "iperf3 3.21: install");
        List<String> pushed =
                host.remote().verbs().stream().filter(v -> v.startsWith("put ")).toList();
        assertThat(pushed).singleElement().asString().matches("put /tmp/pilab-[0-9a-f-]{36}\\.tar\\.gz");
        assertThat(host.remote().verbs())
                .containsSubsequence(
                        "exec find /tmp -maxdepth 1 -type f -name pilab-????????-????-????-????-????????????.tar.gz*"
                                + " -exec rm -f {} +",
                        pushed.get(0),
                        "exec rm -f " + pushed.get(0).substring("put ".length()));
    }

    @Test
    void whatWasInstalledAndMissingHeadersAreSaid() {
        host.remote()
                .answer(
                        w -> w.contains("build-tools"),
                        "{\"stage\":\"update\"}\n{\"installed\":[\"gcc\",\"make\"],\"headers\":null,\"changed\":true}");
        provide(tarball(Source.AUTO));
        assertThat(said)
                .contains(
                        "installed gcc, make",
                        "there are no kernel headers for the running kernel; going on, iperf3 needs none");
    }

    @Test
    void aRefusedTarballIsNotPushed() {
        Path file = TestingTarball.file(folder, "other.tar.gz", "other");
        Iperf3Install wanted = new Iperf3Install("3.21", Source.AUTO, Optional.of(file));
        assertThatThrownBy(() -> provide(wanted))
                .isInstanceOf(ProvisionException.class)
                .hasMessageStartingWith("client: tarball: " + file + " is not iperf3 3.21 as it should be: ")
                .hasMessageContaining(TestingTarball.sum("other"))
                .satisfies(
                        e -> assertThat(((ProvisionException) e).notSupported()).isFalse());
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void aFailedBuildIsToldWithStepCauseLogAndCure() {
        host.polls("{\"state\":\"failed\",\"stage\":\"compile\",\"log\":[\"cc -c net.c\",\"net.c:1: error\"],"
                + "\"reason\":\"compile failed: make ended with 2\"}");
        ProvisionException e = failure(tarball(Source.AUTO));
        assertThat(e)
                .hasMessage("client: building iperf3 3.21: compile failed: make ended with 2\n    cc -c net.c\n"
                        + "    net.c:1: error\n  Nothing was installed. Do the same again once the cause is gone.");
        assertThat(e.notSupported()).isFalse();
        assertThat(host.calls()).containsExactly("packages.sh build-tools", START);
        assertThat(host.remote().verbs().get(host.remote().verbs().size() - 1)).startsWith("exec rm -f /tmp/pilab-");
    }

    @Test
    void aFullDiskAndAMissingMptcpHaveTheirOwnCures() {
        host.polls(
                "{\"state\":\"failed\",\"stage\":\"compile\",\"log\":[],\"reason\":\"no space is left: 0 MB free\"}");
        assertThat(failure(tarball(Source.AUTO)))
                .hasMessageEndingWith("\n  Free some space on client (df -h shows where), then do the same again.");
        host.polls("{\"state\":\"failed\",\"stage\":\"install\",\"log\":[],\"reason\":\"it has no --mptcp\"}");
        assertThat(failure(tarball(Source.AUTO)))
                .hasMessage(
                        "client: building iperf3 3.21: install: it has no --mptcp\n"
                                + "  Is it a release before 3.19, or a C library older than glibc 2.32? Choose another version.");
    }

    @Test
    void aBuildThatWasKilledIsStartedAgainOnce() {
        String died = "{\"state\":\"died\",\"stage\":\"compile\",\"log\":[],\"reason\":\"it was killed\"}";
        host.polls(died);
        assertThat(provide(tarball(Source.AUTO))).isEqualTo(BUILT);
        assertThat(host.calls()).filteredOn(START::equals).hasSize(2);
        assertThat(said).contains("the build was cut off; starting it again");

        TestingBuildHost other = new TestingBuildHost("server").libc("null").polls(died, died);
        assertThatThrownBy(() -> provision(tarball(Source.AUTO), other, nothing).provide(other.read()))
                .hasMessage("server: building iperf3 3.21: compile: it was killed\n"
                        + "  Something on server ends it, out of memory perhaps (dmesg shows it). Do the same again.");
    }

    @Test
    void aLostConnectionIsWaitedFor() {
        RemoteException unreachable =
                new RemoteException("client", RemoteException.Kind.UNREACHABLE, "no route to host");
        host.loses();
        host.remote().failConnect(unreachable, unreachable);
        assertThat(provide(tarball(Source.AUTO))).isEqualTo(BUILT);
        assertThat(host.calls()).filteredOn(START::equals).hasSize(1);
        assertThat(said)
                .containsSubsequence(
                        "the connection is lost, the host works on; connecting again",
                        "connected again",
                        "iperf3 3.21: install");
    }

    @Test
    void aHostThatStaysAwayIsToldThatItsBuildGoesOn() {
        RemoteException[] unreachable = new RemoteException[20];
        java.util.Arrays.fill(
                unreachable, new RemoteException("client", RemoteException.Kind.UNREACHABLE, "no route to host"));
        host.loses();
        host.remote().failConnect(unreachable);
        assertThat(failure(tarball(Source.AUTO)))
                .hasMessage("client: no route to host\n  What was begun there goes on by itself; once the host is back,"
                        + " the same command finds it and takes it up.");
        assertThat(host.calls()).doesNotContain("build.sh stop 3.21");
    }

    @Test
    void anInterruptEndsTheBuildAndTidiesUp() {
        host.polls("{\"state\":\"running\",\"stage\":\"compile\",\"log\":[]}").interrupted();
        assertThat(failure(tarball(Source.AUTO)))
                .hasMessage("client: interrupted; the build of iperf3 3.21 was ended, nothing of it is left");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(host.calls()).containsExactly("packages.sh build-tools", START, "build.sh stop 3.21");
        assertThat(host.remote().verbs().get(host.remote().verbs().size() - 1)).startsWith("exec rm -f /tmp/pilab-");
    }

    @Test
    void aBuildThatIsAnotherVersionIsNotTaken() {
        host.builds(binary("/opt/iperf3-3.21/bin/iperf3", "3.20", true));
        assertThat(failure(tarball(Source.TARBALL)))
                .hasMessage("client: /opt/iperf3-3.21 was built, but does not report version 3.21 with --mptcp.\n"
                        + "  Is iperf-3.21.tar.gz (iperf-3.21.tar.gz) another version's?");
    }

    @Test
    void withoutATarballTheHostFetchesWithGit() {
        assertThat(provide(plain(Source.AUTO))).isEqualTo(BUILT);
        assertThat(host.calls())
                .containsExactly("packages.sh git", "packages.sh build-tools", GIT, "iperf3.sh pack 3.21");
        assertThat(host.remote().verbs()).noneMatch(v -> v.startsWith("put "));
    }

    @Test
    void gitAloneAsksNoServer() {
        assertThat(pending(plain(Source.GIT)))
                .contains("+ iperf3 3.21 at /opt/iperf3-3.21, built from git at tag 3.21");
        assertThat(provide(plain(Source.GIT))).isEqualTo(BUILT);
        assertThat(nothing.asked()).isEmpty();
    }

    @Test
    void thePackageIsLastAndTakenIfItHasMptcp() {
        host.fails("packages.sh", "git", 1, "E: no network\n").packages(binary("/usr/bin/iperf3", "3.22", true));
        assertThat(provide(plain(Source.AUTO))).isEqualTo(NEWER);
        assertThat(said)
                .last()
                .isEqualTo("iperf3 3.21 can not be had; using /usr/bin/iperf3, version 3.22, which has --mptcp");
        assertThat(said).contains("cache: not in " + folder.resolve("cache"));
    }

    @Test
    void whenNothingWorksEverySourceIsListed() {
        host.polls("{\"state\":\"failed\",\"stage\":\"fetch\",\"log\":[\"fatal: unable to access\"],"
                + "\"reason\":\"git fetch exited 128\"}");
        ProvisionException e = failure(plain(Source.AUTO));
        assertThat(e)
                .hasMessage("client: iperf3 3.21 with --mptcp can not be had:\n"
                        + "  tarball: the lab file names none\n"
                        + "  cache: not in " + folder.resolve("cache") + "\n"
                        + "  download: " + nothing.base() + "iperf-3.21.tar.gz: the server answers 404\n"
                        + "  git: building iperf3 3.21: fetch: git fetch exited 128\n"
                        + "      fatal: unable to access\n"
                        + "    Nothing was installed. Do the same again once the cause is gone.\n"
                        + "  package: the distribution's iperf3 3.12 has no --mptcp, which came with 3.19\n"
                        + "  Download https://downloads.es.net/pub/iperf/iperf-3.21.tar.gz elsewhere,"
                        + " and name it in the lab file: iperf3: { tarball: PATH }");
        assertThat(e.notSupported()).isFalse();
    }

    @Test
    void withoutACompilerOnlyThePackageIsLeftAndItIsNotSupported() {
        host.fails("packages.sh", "build-tools", 4, "no apt-get on this host\n")
                .fails("packages.sh", "iperf3", 4, "no apt-get on this host\n");
        ProvisionException e = failure(tarball(Source.AUTO));
        assertThat(e.notSupported()).isTrue();
        assertThat(e).hasMessage("""
                        client: iperf3 3.21 with --mptcp can not be had:
                          tarball: packages.sh build-tools exited 4:
                            no apt-get on this host
                            By hand on the host: sudo apt-get install gcc make libc6-dev
                          package: packages.sh iperf3 exited 4:
                            no apt-get on this host
                          Install a compiler: sudo apt-get install gcc make libc6-dev""");
    }

    @Test
    void aFailedAptIsAFailure() {
        host.fails("packages.sh", "build-tools", 1, "+ apt-get install gcc\nE: Unable to fetch some archives\n");
        ProvisionException e = failure(tarball(Source.AUTO));
        assertThat(e.notSupported()).isFalse();
        assertThat(e)
                .hasMessage("client: packages.sh build-tools exited 1:\n  E: Unable to fetch some archives\n"
                        + "  By hand on the host: sudo apt-get install gcc make libc6-dev");
    }

    @Test
    void aForcedTarballTriesNothingElse() {
        ProvisionException e = failure(plain(Source.TARBALL));
        assertThat(e).hasMessageContaining("the server answers 404").hasMessageNotContaining("package:");
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void aForcedPackageWithoutMptcpIsNotSupported() {
        ProvisionException e = failure(plain(Source.PACKAGE));
        assertThat(e.notSupported()).isTrue();
        assertThat(e).hasMessage("""
                        client: iperf3 3.21 with --mptcp can not be had:
                          package: the distribution's iperf3 3.12 has no --mptcp, which came with 3.19
                          Leave out `source: package` in the lab file, and pilab builds one.""");
        assertThat(pending(plain(Source.PACKAGE))).contains("+ iperf3 with --mptcp, from the distribution");
    }

    @Test
    void aForcedPackageIsWhateverVersionHasMptcp() {
        host.has(binary("/usr/bin/iperf3", "3.22", true));
        assertThat(provide(plain(Source.PACKAGE))).isEqualTo(NEWER);
        assertThat(pending(plain(Source.PACKAGE))).isEmpty();
        assertThat(said).isEmpty();
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void aRunMakesDoWithAnotherVersionAndSaysSo() {
        host.has(binary("/usr/bin/iperf3", "3.22", true));
        assertThat(provision(plain(Source.AUTO), host, nothing).usable(host.read()))
                .isEqualTo(NEWER);
        assertThat(said)
                .containsExactly("iperf3 3.21 is not there; using /usr/bin/iperf3, version 3.22, which has --mptcp;"
                        + " `pilab apply` puts 3.21 there");
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void aRunBuildsWhereNothingIsThereOrTheSourceIsForced() {
        host.has(binary("/usr/bin/iperf3", "3.22", true));
        assertThat(provision(tarball(Source.TARBALL), host, nothing).usable(host.read()))
                .isEqualTo(BUILT);
        TestingBuildHost bare = new TestingBuildHost("server").libc("null");
        assertThat(provision(tarball(Source.AUTO), bare, nothing).usable(bare.read()))
                .isEqualTo(BUILT);
    }

    private Iperf3Install tarball(Source source) {
        Path file = TestingTarball.file(folder, "iperf-3.21.tar.gz", TestingTarball.TEXT);
        return new Iperf3Install(
                "3.21",
                source,
                Optional.of(file),
                Optional.of(TestingTarball.SUM),
                Iperf3Install.DEFAULT_REPOSITORY,
                Optional.empty());
    }

    private static Iperf3Install plain(Source source) {
        return new Iperf3Install("3.21", source, Optional.empty());
    }

    private Iperf3Binary provide(Iperf3Install wanted) {
        return provision(wanted, host, nothing).provide(host.read());
    }

    private Optional<String> pending(Iperf3Install wanted) {
        return provision(wanted, host, nothing).pending(host.read());
    }

    private ProvisionException failure(Iperf3Install wanted) {
        return catchThrowableOfType(ProvisionException.class, () -> provide(wanted));
    }

    private Iperf3Provision provision(Iperf3Install wanted, TestingBuildHost on, TestingTarball server) {
        Iperf3Sources sources = new Iperf3Sources(
                wanted,
                new Iperf3Cache(folder.resolve("cache")),
                new Download(Duration.ofSeconds(5), Duration.ofSeconds(20)),
                server.base());
        return new Iperf3Provision(wanted, sources, on.agent(), said::add, time -> {});
    }
}
