package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.clean.CleanHost;
import io.pilab.clean.CleanImage;
import io.pilab.clean.StandIn;
import org.junit.jupiter.api.Test;

/**
 * kill -9 of the controller, of apt and of the build, and lost connections: nothing is half-installed, the next apply
 * finishes the work, and reset leaves nothing. {@code BuildKilledTest} goes through the stages of a build one by one.
 */
class BuildCutOffIT extends OnCleanHosts {
    private static final String COMPILES =
            "grep -qx compile /var/lib/pilab/build/3.21/stage && test -s /srv/stand-in-log";

    /** Stops the copy of a tarball as soon as it has begun. */
    private static final String STOP_COPY = "until ls /tmp/pilab-*.tar.gz* >/dev/null 2>&1; do :; done;"
            + " for comm in $(grep -lx sftp-server /proc/[0-9]*/comm); do pid=${comm#/proc/};"
            + " kill -STOP ${pid%/comm}; done; touch /srv/stopped";

    private static void killed(PilabProcess.Running controller) throws InterruptedException {
        controller.process().destroyForcibly().waitFor();
    }

    /** The lock is that of a controller that was killed. */
    private void nextApplyFinishes() {
        lab.succeeded(lab.pilab("apply", "--steal"));
        for (CleanHost host : new CleanHost[] {lab.client(), lab.server()}) {
            assertThat(host.names("/tmp")).noneMatch(name -> name.startsWith("pilab-"));
        }
    }

    @Test
    void aBuildThatIsKilledIsBegunAgain() throws Exception {
        start("slow");
        PilabProcess.Running apply = lab.start("apply");
        lab.client().await(COMPILES);
        lab.server().await(COMPILES);

        lab.client()
                .must("for pid in /proc/[0-9]*; do case $(readlink $pid/cwd) in"
                        + " /var/lib/pilab/build/*) kill -9 ${pid#/proc/} ;; esac; done");
        CleanLab.nothingInstalled(lab.client());
        lab.go();

        lab.succeeded(apply.await(), "the build was cut off; starting it again");
        assertThat(lab.client().must("cat /srv/stand-in-log")).isEqualTo("compile\ncompile\n");
    }

    @Test
    void aControllerThatIsKilledLeavesABuildThatTheNextApplyTakesUp() throws Exception {
        start("slow");
        PilabProcess.Running apply = lab.start("apply");
        lab.client().await(COMPILES);
        lab.server().await(COMPILES);

        killed(apply);
        CleanLab.nothingInstalled(lab.client());
        CleanLab.nothingInstalled(lab.server());
        PilabProcess.Running next = lab.start("apply", "--steal"); // the lock of the one that was killed
        lab.go();

        lab.succeeded(next.await());
        assertThat(lab.client().must("cat /srv/stand-in-log")).isEqualTo("compile\n");
    }

    @Test
    void aConnectionThatIsLostIsMadeAgain() throws Exception {
        start("slow");
        PilabProcess.Running apply = lab.start("apply");
        lab.client().await(COMPILES);

        lab.client().must("ps -eo pid=,args= | awk '/sshd(-session)?: pi/ { print $1 }' | xargs kill -9");
        lab.go();

        lab.succeeded(apply.await());
        assertThat(lab.client().must("cat /srv/stand-in-log")).isEqualTo("compile\n");
    }

    @Test
    void aControllerThatIsKilledWhileItCopiesTheSource() throws Exception {
        start("heavy");
        lab.client().must("setsid sh -c '" + STOP_COPY + "' >/dev/null 2>&1 & :");
        PilabProcess.Running apply = lab.start("apply");
        lab.client().await("test -e /srv/stopped");

        killed(apply);

        lab.client().must("pkill -KILL -x sftp-server");
        assertThat(lab.client().names("/tmp")).anyMatch(name -> name.startsWith("pilab-"));
        CleanLab.nothingInstalled(lab.client());
        nextApplyFinishes();
    }

    @Test
    void aControllerThatIsKilledWhileAptWorks() throws Exception {
        start(CleanImage.bare("bookworm"), StandIn.of());
        CleanLab.holdApt(lab.client());
        PilabProcess.Running apply = lab.start("apply");
        apply.awaitOutput("client: waiting for apt, held by perl");

        killed(apply);
        CleanLab.releaseApt(lab.client());

        nextApplyFinishes();
        assertThat(lab.pilab("reset").out()).containsPattern("stay; to remove them: .* gcc ");
    }

    @Test
    void anInstallationThatIsKilled() throws Exception {
        start(CleanImage.bare("bookworm"), StandIn.of());
        PilabProcess.Running apply = lab.start("apply");
        lab.client().await("grep -qx dpkg /proc/[0-9]*/comm");

        lab.client()
                .must("kill -9 $(ps -eo pid=,args= | awk '/packages.sh build-tools/ && !/awk/ { print $1 }');"
                        + " pkill -KILL -x apt-get; pkill -KILL -x dpkg");

        PilabProcess.Ended ended = apply.await();
        assertThat(ended.exitCode()).describedAs(ended.all()).isEqualTo(ExitCode.BROKEN);
        assertThat(ended.err()).contains("client: packages.sh build-tools exited 137");
        CleanLab.nothingInstalled(lab.client());
        CleanLab.done(lab.server());
        lab.succeeded(lab.pilab("apply"));
        assertThat(lab.pilab("reset").out()).containsPattern("stay; to remove them: .* binutils .* gcc ");
    }

    @Test
    void aResetEndsABuildThatGoesOnWithoutItsController() throws Exception {
        start("slow");
        PilabProcess.Running apply = lab.start("apply");
        lab.client().await(COMPILES);
        lab.server().await(COMPILES);
        killed(apply);

        PilabProcess.Ended reset = lab.pilab("reset", "--steal", "--quiet");

        String taken = "\n  - iperf3 3.21, a build that was not finished";
        assertThat(reset.exitCode()).describedAs(reset.all()).isZero();
        assertThat(reset.out()).contains("client:" + taken, "server:" + taken);
        assertThat(lab.client().holds("ls -d /var/lib/pilab || ls -l /proc/[0-9]*/cwd | grep /var/lib/pilab"))
                .isFalse();
        CleanLab.nothingInstalled(lab.client());
    }
}
