package io.pilab.iperf3;

import static io.pilab.iperf3.TestingBuildHost.binary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.host.HostException;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.InstallSource;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Iperf3ProvisionTest extends OnBuildHost {
    @Test
    void whatIsThereIsLeftAlone() {
        host.has(binary("/opt/iperf3-3.21/bin/iperf3", "3.21", true));
        assertThat(provide(tarball(InstallSource.AUTO))).isEqualTo(BUILT);
        assertThat(host.calls()).isEmpty();
        assertThat(pending(tarball(InstallSource.AUTO))).isEmpty();
    }

    @Test
    void theRightVersionWithoutMptcpIsMissing() {
        host.has(binary("/usr/local/bin/iperf3", "3.21", false)).has(binary("/usr/bin/iperf3", "3.12", false));
        assertThat(pending(tarball(InstallSource.AUTO)))
                .contains("+ iperf3 3.21 at /opt/iperf3-3.21, built from iperf-3.21.tar.gz");
        assertThat(provide(tarball(InstallSource.AUTO))).isEqualTo(BUILT);
    }

    @Test
    void aRefusedTarballIsNotPushed() {
        Path file = TestingTarball.file(folder, "other.tar.gz", "other");
        Iperf3Install wanted = new Iperf3Install("3.21", InstallSource.AUTO, Optional.of(file));
        assertThatThrownBy(() -> provide(wanted))
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("client: tarball: " + file + " is not iperf3 3.21 as it should be: ")
                .hasMessageContaining(TestingTarball.sum("other"))
                .satisfies(e -> assertThat(((HostException) e).kind()).isEqualTo(HostException.HostFailure.FAILED));
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void withoutATarballTheHostFetchesWithGit() {
        assertThat(provide(plain(InstallSource.AUTO))).isEqualTo(BUILT);
        assertThat(host.calls())
                .containsExactly("packages.sh git", "packages.sh build-tools", GIT, "iperf3.sh program 3.21");
        assertThat(host.remote().verbs()).noneMatch(v -> v.startsWith("put "));
    }

    @Test
    void gitAloneAsksNoServer() {
        assertThat(pending(plain(InstallSource.GIT)))
                .contains("+ iperf3 3.21 at /opt/iperf3-3.21, built from git at tag 3.21");
        assertThat(provide(plain(InstallSource.GIT))).isEqualTo(BUILT);
        assertThat(nothing.asked()).isEmpty();
    }

    @Test
    void thePackageIsLastAndTakenIfItHasMptcp() {
        host.fails("packages.sh", "git", 1, "E: no network\n").packages(binary("/usr/bin/iperf3", "3.22", true));
        assertThat(provide(plain(InstallSource.AUTO))).isEqualTo(NEWER);
        assertThat(said)
                .last()
                .isEqualTo("iperf3 3.21 cannot be had; using /usr/bin/iperf3, version 3.22, which has --mptcp");
        assertThat(said).contains("cache: not in " + folder.resolve("cache"));
    }

    @Test
    void whenNothingWorksEverySourceIsListed() {
        host.polls("{\"state\":\"failed\",\"stage\":\"fetch\",\"log\":[\"fatal: unable to access\"],"
                + "\"reason\":\"git fetch exited 128\"}");
        HostException e = failure(plain(InstallSource.AUTO));
        assertThat(e)
                .hasMessage("client: iperf3 3.21 with --mptcp cannot be had:\n"
                        + "  tarball: the lab file names none\n"
                        + "  cache: not in " + folder.resolve("cache") + "\n"
                        + "  download: " + nothing.base() + "iperf-3.21.tar.gz: the server answers 404\n"
                        + "  git: building iperf3 3.21: fetch: git fetch exited 128\n"
                        + "      fatal: unable to access\n"
                        + "    Nothing was installed. Do the same again once the cause is gone.\n"
                        + "  package: the distribution's iperf3 3.12 has no --mptcp, which came with 3.19\n"
                        + "  Download https://downloads.es.net/pub/iperf/iperf-3.21.tar.gz elsewhere,"
                        + " and name it in the lab file: iperf3: { tarball: PATH }");
        assertThat(e.kind()).isNotEqualTo(HostException.HostFailure.NOT_SUPPORTED);
    }

    @Test
    void withoutACompilerOnlyThePackageIsLeftAndItIsNotSupported() {
        host.fails("packages.sh", "build-tools", 4, "no apt-get on this host\n")
                .fails("packages.sh", "iperf3", 4, "no apt-get on this host\n");
        HostException e = failure(tarball(InstallSource.AUTO));
        assertThat(e.kind()).isEqualTo(HostException.HostFailure.NOT_SUPPORTED);
        assertThat(e).hasMessage("""
                        client: iperf3 3.21 with --mptcp cannot be had:
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
        HostException e = failure(tarball(InstallSource.AUTO));
        assertThat(e.kind()).isNotEqualTo(HostException.HostFailure.NOT_SUPPORTED);
        assertThat(e)
                .hasMessage("client: packages.sh build-tools exited 1:\n  E: Unable to fetch some archives\n"
                        + "  By hand on the host: sudo apt-get install gcc make libc6-dev");
    }

    @Test
    void aForcedTarballTriesNothingElse() {
        HostException e = failure(plain(InstallSource.TARBALL));
        assertThat(e).hasMessageContaining("the server answers 404").hasMessageNotContaining("package:");
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void aForcedPackageWithoutMptcpIsNotSupported() {
        HostException e = failure(plain(InstallSource.PACKAGE));
        assertThat(e.kind()).isEqualTo(HostException.HostFailure.NOT_SUPPORTED);
        assertThat(e).hasMessage("""
                        client: iperf3 3.21 with --mptcp cannot be had:
                          package: the distribution's iperf3 3.12 has no --mptcp, which came with 3.19
                          Leave out `source: package` in the lab file, and pilab builds one.""");
        assertThat(pending(plain(InstallSource.PACKAGE))).contains("+ iperf3 with --mptcp, from the distribution");
    }

    @Test
    void aForcedPackageIsWhateverVersionHasMptcp() {
        host.has(binary("/usr/bin/iperf3", "3.22", true));
        assertThat(provide(plain(InstallSource.PACKAGE))).isEqualTo(NEWER);
        assertThat(pending(plain(InstallSource.PACKAGE))).isEmpty();
        assertThat(said).isEmpty();
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void aRunMakesDoWithAnotherVersionAndSaysSo() {
        host.has(binary("/usr/bin/iperf3", "3.22", true));
        assertThat(provision(plain(InstallSource.AUTO), host, nothing).usable(host.read()))
                .isEqualTo(NEWER);
        assertThat(said)
                .containsExactly("iperf3 3.21 is not there; using /usr/bin/iperf3, version 3.22, which has --mptcp;"
                        + " `pilab apply` puts 3.21 there");
        assertThat(host.calls()).isEmpty();
    }

    @Test
    void aRunBuildsWhereNothingIsThereOrTheSourceIsForced() {
        host.has(binary("/usr/bin/iperf3", "3.22", true));
        assertThat(provision(tarball(InstallSource.TARBALL), host, nothing).usable(host.read()))
                .isEqualTo(BUILT);
        TestingBuildHost bare = new TestingBuildHost("server").libc("null");
        assertThat(provision(tarball(InstallSource.AUTO), bare, nothing).usable(bare.read()))
                .isEqualTo(BUILT);
    }
}
