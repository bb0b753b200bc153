package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.clean.CleanImage;
import io.pilab.clean.StandIn;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * What can go wrong while iperf3 is built: one message that names host, step, cause and cure, nothing half-installed,
 * and the other host done. Client and server are of different releases, so that neither waits for the other's build.
 */
class BuildTroubleIT extends OnCleanHosts {
    @Test
    void aTarballThatIsNotTheOneAskedFor() throws IOException {
        start();
        String wrong = "0".repeat(64);
        lab.iperf3(CleanLab.tarball(StandIn.of().tarball(folder))
                .replaceFirst("sha256: \"[0-9a-f]*", "sha256: \"" + wrong));

        PilabProcess.Ended ended = lab.pilab("apply");

        broken(ended, "client: ", "server: ", "its SHA-256 is", "not\n", wrong, "correct it, or name another tarball");
        CleanLab.nothingInstalled(lab.client());
        CleanLab.nothingInstalled(lab.server());
    }

    @Test
    void aCompilerThatCanNotBeInstalled() throws IOException {
        start(CleanImage.bare("bookworm"), StandIn.of());
        lab.client().must("echo 'deb [trusted=yes] file:/srv/nowhere ./' > /etc/apt/sources.list");

        PilabProcess.Ended ended = lab.pilab("apply");

        broken(ended, "client: ", "packages.sh", "/srv/nowhere", "sudo apt-get install gcc make libc6-dev");
        CleanLab.nothingInstalled(lab.client());
        CleanLab.done(lab.server());
    }

    @Test
    void aConfigureThatFails() throws IOException {
        start("broken-configure");
        lab.server().must("touch " + StandIn.SPARED);

        PilabProcess.Ended ended = lab.pilab("apply");

        broken(
                ended,
                "client: building iperf3 3.21: configure failed: ",
                "configure: error: the stand-in was told to fail here",
                "Nothing was installed.");
        CleanLab.nothingInstalled(lab.client());
        CleanLab.done(lab.server());
    }

    @Test
    void aResultWithoutMptcp() throws IOException {
        start("without-mptcp");
        lab.server().must("touch " + StandIn.SPARED);

        PilabProcess.Ended ended = lab.pilab("apply");

        broken(ended, "client: building iperf3 3.21: install failed: ", "--mptcp", "Choose another version");
        CleanLab.nothingInstalled(lab.client());
        CleanLab.done(lab.server());
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
        CleanLab.nothingInstalled(lab.client());
        CleanLab.done(lab.server());

        lab.client().must("umount /var/lib/pilab");
        lab.succeeded(lab.pilab("apply"));
    }

    @Test
    void aptThatAnotherProcessHoldsIsWaitedFor() throws Exception {
        start(CleanImage.bare("bookworm"), StandIn.of());
        CleanLab.holdApt(lab.client());

        PilabProcess.Running apply = lab.start("apply");
        lab.server().await("test -x /opt/iperf3-3.21/bin/iperf3");
        CleanLab.nothingInstalled(lab.client());
        apply.awaitOutput("client: waiting for apt, held by perl");
        CleanLab.releaseApt(lab.client());

        lab.succeeded(apply.await());
    }

    private static void broken(PilabProcess.Ended ended, String... said) {
        assertThat(ended.exitCode()).describedAs(ended.all()).isEqualTo(ExitCode.BROKEN);
        assertThat(ended.err()).contains(said).doesNotContain("internal error").doesNotContain("\tat ");
    }
}
