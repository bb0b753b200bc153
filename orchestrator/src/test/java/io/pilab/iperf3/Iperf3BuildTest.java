package io.pilab.iperf3;

import static io.pilab.iperf3.TestingBuildHost.binary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.host.HostException;
import io.pilab.lab.Iperf3Install.InstallSource;
import io.pilab.remote.RemoteException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a build goes, and how it ends. */
class Iperf3BuildTest extends OnBuildHost {
    @Test
    void aTarballIsPushedBuiltWatchedAndTidiedUp() {
        host.polls(
                "{\"state\":\"running\",\"stage\":\"configure\",\"log\":[]}",
                "{\"state\":\"running\",\"stage\":\"configure\",\"log\":[]}",
                "{\"state\":\"running\",\"stage\":\"compile\",\"log\":[]}");
        assertThat(provide(tarball(InstallSource.AUTO))).isEqualTo(BUILT);
        assertThat(host.calls()).containsExactly("packages.sh build-tools", START, "iperf3.sh program 3.21");
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
        provide(tarball(InstallSource.AUTO));
        assertThat(said)
                .contains(
                        "installed gcc, make",
                        "there are no kernel headers for the running kernel; going on, iperf3 needs none");
    }

    @Test
    void aFailedBuildIsToldWithStepCauseLogAndCure() {
        host.polls("{\"state\":\"failed\",\"stage\":\"compile\",\"log\":[\"cc -c net.c\",\"net.c:1: error\"],"
                + "\"reason\":\"compile failed: make ended with 2\"}");
        HostException e = failure(tarball(InstallSource.AUTO));
        assertThat(e)
                .hasMessage("client: building iperf3 3.21: compile failed: make ended with 2\n    cc -c net.c\n"
                        + "    net.c:1: error\n  Nothing was installed. Do the same again once the cause is gone.");
        assertThat(e.kind()).isNotEqualTo(HostException.HostFailure.NOT_SUPPORTED);
        assertThat(host.calls()).containsExactly("packages.sh build-tools", START);
        assertThat(host.remote().verbs().get(host.remote().verbs().size() - 1)).startsWith("exec rm -f /tmp/pilab-");
    }

    @Test
    void aFullDiskAndAMissingMptcpHaveTheirOwnCures() {
        host.polls(
                "{\"state\":\"failed\",\"stage\":\"compile\",\"log\":[],\"reason\":\"no space is left: 0 MB free\"}");
        assertThat(failure(tarball(InstallSource.AUTO)))
                .hasMessageEndingWith("\n  Free some space on client (df -h shows where), then do the same again.");
        host.polls("{\"state\":\"failed\",\"stage\":\"install\",\"log\":[],\"reason\":\"it has no --mptcp\"}");
        assertThat(failure(tarball(InstallSource.AUTO)))
                .hasMessage(
                        "client: building iperf3 3.21: install: it has no --mptcp\n"
                                + "  Is it a release before 3.19, or a C library older than glibc 2.32? Choose another version.");
    }

    @Test
    void aBuildThatWasKilledIsStartedAgainOnce() {
        String died = "{\"state\":\"died\",\"stage\":\"compile\",\"log\":[],\"reason\":\"it was killed\"}";
        host.polls(died);
        assertThat(provide(tarball(InstallSource.AUTO))).isEqualTo(BUILT);
        assertThat(host.calls()).filteredOn(START::equals).hasSize(2);
        assertThat(said).contains("the build was cut off; starting it again");

        TestingBuildHost other = new TestingBuildHost("server").libc("null").polls(died, died);
        assertThatThrownBy(() ->
                        provision(tarball(InstallSource.AUTO), other, nothing).provide(other.read()))
                .hasMessage("server: building iperf3 3.21: compile: it was killed\n"
                        + "  Something on server ends it, out of memory perhaps (dmesg shows it). Do the same again.");
    }

    @Test
    void aLostConnectionIsWaitedFor() {
        RemoteException unreachable =
                new RemoteException("client", RemoteException.RemoteFailure.UNREACHABLE, "no route to host");
        host.loses();
        host.remote().failConnect(unreachable, unreachable);
        assertThat(provide(tarball(InstallSource.AUTO))).isEqualTo(BUILT);
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
                unreachable,
                new RemoteException("client", RemoteException.RemoteFailure.UNREACHABLE, "no route to host"));
        host.loses();
        host.remote().failConnect(unreachable);
        assertThat(failure(tarball(InstallSource.AUTO)))
                .hasMessage(
                        "client: no route to host\n  What was begun there continues on the host; once the host is back,"
                                + " the same command finds it and takes it up.");
        assertThat(host.calls()).doesNotContain("build.sh stop 3.21");
    }

    @Test
    void anInterruptEndsTheBuildAndTidiesUp() {
        host.polls("{\"state\":\"running\",\"stage\":\"compile\",\"log\":[]}").interrupted();
        assertThat(failure(tarball(InstallSource.AUTO)))
                .hasMessage("client: interrupted; the build of iperf3 3.21 was ended, nothing of it is left");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(host.calls()).containsExactly("packages.sh build-tools", START, "build.sh stop 3.21");
        assertThat(host.remote().verbs().get(host.remote().verbs().size() - 1)).startsWith("exec rm -f /tmp/pilab-");
    }

    @Test
    void aBuildThatIsAnotherVersionIsNotTaken() {
        host.builds(binary("/opt/iperf3-3.21/bin/iperf3", "3.20", true));
        assertThat(failure(tarball(InstallSource.TARBALL)))
                .hasMessage("client: /opt/iperf3-3.21 was built, but does not report version 3.21 with --mptcp.\n"
                        + "  Is iperf-3.21.tar.gz (iperf-3.21.tar.gz) another version's?");
    }
}
