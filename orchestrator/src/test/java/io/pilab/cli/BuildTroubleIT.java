package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.clean.CleanHost;
import io.pilab.clean.CleanImage;
import io.pilab.clean.Engine;
import io.pilab.clean.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What can go wrong while iperf3 is built: one message that names host, step, cause and cure, nothing half-installed,
 * and the other host done. Client and server are of different releases, so that neither waits for the other's build.
 */
class BuildTroubleIT {
    private static final String COMPILES =
            "grep -qx compile /var/lib/pilab/build/3.21/stage && test -s /srv/stand-in-log";

    /** Holds apt's lock as apt does, until there is a file. */
    private static final String HOLD_APT = "use Fcntl; open(my $f, \"+>\", \"/var/lib/dpkg/lock-frontend\");"
            + " my $l = pack(\"s s x4 q q i x4\", F_WRLCK, 0, 0, 0, 0); fcntl($f, F_SETLK, $l) or die;"
            + " open(my $h, \">\", \"/srv/held\"); close($h);"
            + " select(undef, undef, undef, 0.1) until -e \"/srv/release\";";

    @TempDir
    private Path folder;

    private CleanLab lab;

    @BeforeAll
    static void engine() {
        Engine.need();
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private void start(String clientImage, StandIn source) throws IOException {
        lab = CleanLab.start(folder, clientImage, CleanImage.withTools("trixie"), "");
        lab.iperf3(CleanLab.tarball(source.tarball(folder)));
    }

    private void start(String... traits) throws IOException {
        start(CleanImage.withTools("bookworm"), StandIn.of(traits));
    }

    @Test
    void aTarballThatIsNotTheOneAskedFor() throws IOException {
        start();
        String wrong = "0".repeat(64);
        lab.iperf3(CleanLab.tarball(StandIn.of().tarball(folder))
                .replaceFirst("sha256: \"[0-9a-f]*", "sha256: \"" + wrong));

        PilabProcess.Ended ended = lab.pilab("apply");

        broken(ended, "client: ", "server: ", "its SHA-256 is", "not\n", wrong, "correct it, or name another tarball");
        nothingInstalled(lab.client());
        nothingInstalled(lab.server());
    }

    @Test
    void aCompilerThatCanNotBeInstalled() throws IOException {
        start(CleanImage.bare("bookworm"), StandIn.of());
        lab.client().must("echo 'deb [trusted=yes] file:/srv/nowhere ./' > /etc/apt/sources.list");

        PilabProcess.Ended ended = lab.pilab("apply");

        broken(ended, "client: ", "packages.sh", "/srv/nowhere", "sudo apt-get install gcc make libc6-dev");
        nothingInstalled(lab.client());
        done(lab.server());
    }

    @Test
    void aConfigureThatFails() throws IOException {
        start("broken-configure");

        PilabProcess.Ended ended = lab.pilab("apply");

        broken(
                ended,
                "client: building iperf3 3.21: configure failed: ",
                "server: building iperf3 3.21: configure failed: ",
                "configure: error: the stand-in was told to fail here",
                "Nothing was installed.");
        nothingInstalled(lab.client());
        nothingInstalled(lab.server());
    }

    @Test
    void aResultWithoutMptcp() throws IOException {
        start("without-mptcp");

        PilabProcess.Ended ended = lab.pilab("apply");

        broken(ended, "client: building iperf3 3.21: install failed: ", "--mptcp", "Choose another version");
        nothingInstalled(lab.client());
        nothingInstalled(lab.server());
    }

    @Test
    void aDiskThatIsFull() throws IOException {
        start("large");
        lab.client().must("mkdir -p /var/lib/pilab && mount -t tmpfs -o size=8m tmpfs /var/lib/pilab");

        PilabProcess.Ended ended = lab.pilab("apply");

        broken(
                ended,
                "client: building iperf3 3.21: compile failed: no space is left",
                "No space left on device",
                "Free some space");
        nothingInstalled(lab.client());
        done(lab.server());

        lab.client().must("umount /var/lib/pilab");
        applies();
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
        nothingInstalled(lab.client());
        go();

        succeeded(apply.await(), "the build was cut off; starting it again");
        assertThat(lab.client().must("cat /srv/stand-in-log")).isEqualTo("compile\ncompile\n");
    }

    @Test
    void aControllerThatIsKilledLeavesABuildThatTheNextApplyTakesUp() throws Exception {
        start("slow");
        PilabProcess.Running apply = lab.start("apply");
        lab.client().await(COMPILES);
        lab.server().await(COMPILES);

        apply.process().destroyForcibly().waitFor();
        nothingInstalled(lab.client());
        nothingInstalled(lab.server());
        PilabProcess.Running next = lab.start("apply", "--steal"); // the lock of the one that was killed
        go();

        succeeded(next.await());
        assertThat(lab.client().must("cat /srv/stand-in-log")).isEqualTo("compile\n");
    }

    @Test
    void aConnectionThatIsLostIsMadeAgain() throws Exception {
        start("slow");
        PilabProcess.Running apply = lab.start("apply");
        lab.client().await(COMPILES);

        lab.client().must("ps -eo pid=,args= | awk '/sshd(-session)?: pi/ { print $1 }' | xargs kill -9");
        go();

        succeeded(apply.await());
        assertThat(lab.client().must("cat /srv/stand-in-log")).isEqualTo("compile\n");
    }

    @Test
    void aptThatAnotherProcessHoldsIsWaitedFor() throws Exception {
        start(CleanImage.bare("bookworm"), StandIn.of());
        lab.client().must("setsid perl -e '" + HOLD_APT + "' >/dev/null 2>&1 & :");
        lab.client().await("test -e /srv/held");

        PilabProcess.Running apply = lab.start("apply");
        lab.server().await("test -x /opt/iperf3-3.21/bin/iperf3");
        nothingInstalled(lab.client());
        apply.awaitOutput("client: waiting for apt, held by perl");
        lab.client().must("touch /srv/release");

        succeeded(apply.await());
    }

    private void go() {
        lab.client().must("touch " + StandIn.GO);
        lab.server().must("touch " + StandIn.GO);
    }

    private void applies() {
        succeeded(lab.pilab("apply"));
    }

    private void succeeded(PilabProcess.Ended ended, String... said) {
        assertThat(ended.exitCode()).describedAs(ended.all()).isZero();
        assertThat(List.of(said)).allSatisfy(text -> assertThat(ended.all()).contains(text));
        done(lab.client());
        done(lab.server());
    }

    private static void broken(PilabProcess.Ended ended, String... said) {
        assertThat(ended.exitCode()).describedAs(ended.all()).isEqualTo(ExitCode.BROKEN);
        assertThat(ended.err()).contains(said).doesNotContain("internal error").doesNotContain("\tat ");
    }

    private static void nothingInstalled(CleanHost host) {
        assertThat(host.names("/opt")).isEmpty();
    }

    private static void done(CleanHost host) {
        assertThat(host.must("/opt/iperf3-3.21/bin/iperf3 --help")).contains("--mptcp");
        assertThat(host.names("/opt")).containsExactly("iperf3-3.21");
        assertThat(host.holds("test -e /var/lib/pilab/build/3.21/work")).isFalse();
    }
}
