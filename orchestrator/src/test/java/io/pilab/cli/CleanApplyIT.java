package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.clean.CleanHost;
import io.pilab.clean.CleanImage;
import io.pilab.clean.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.MountableFile;

/** From hosts as they come to hosts that are ready, and back; the compiler really comes from apt. */
class CleanApplyIT extends OnCleanHosts {
    @Test
    void applyMakesHostsReadyAndResetTakesItBack() throws IOException {
        lab = CleanLab.start(folder, CleanImage.bare("bookworm"), CleanImage.bare("trixie"), "");
        lab.iperf3(CleanLab.tarball(StandIn.of().tarball(folder)));

        appliesTwiceAndResets();
    }

    @Test
    void hostsAlikeShareOneBuild() throws IOException {
        String image = CleanImage.bare("bookworm");
        lab = CleanLab.start(folder, image, image, "");
        lab.iperf3(CleanLab.tarball(StandIn.of().tarball(folder)));

        applies();

        assertThat(compilers(lab.client()) + compilers(lab.server())).isEqualTo(1);
        assertThat(builds(lab.client()) + builds(lab.server())).isEqualTo(1);
    }

    @Test
    void aHostFetchesFromGitByItself() throws IOException {
        lab = CleanLab.start(folder, CleanImage.bare("bookworm"), CleanImage.bare("trixie"), "");
        gitSource(StandIn.of().repository(folder));

        applies();

        assertThat(lab.client().holds("command -v git")).isTrue();
    }

    @Test
    void aCommitThatTheTagIsNotIsRefused() throws IOException {
        lab = CleanLab.start(folder, CleanImage.withTools("bookworm"), CleanImage.withTools("trixie"), "");
        StandIn.Repository repository = StandIn.of().repository(folder);
        gitSource(new StandIn.Repository(repository.folder(), "0".repeat(40)));

        PilabProcess.Ended ended = lab.pilab("apply");

        assertThat(ended.exitCode()).describedAs(ended.all()).isEqualTo(ExitCode.BROKEN);
        assertThat(ended.err()).contains("client: ", "server: ", repository.commit(), "0".repeat(40));
        assertThat(lab.client().names("/opt")).isEmpty();
    }

    /** With -Dpilab.iperf3.tarball=PATH: a release of iperf3 3.21 as its project made it. */
    @Test
    void theRealTarballIsBuilt() throws IOException {
        Path tarball = Path.of(given("pilab.iperf3.tarball"));
        lab = CleanLab.start(folder, CleanImage.bare("bookworm"), CleanImage.bare("trixie"), "");
        lab.iperf3(CleanLab.tarball(tarball));

        appliesTwiceAndResets();
    }

    /** With -Dpilab.iperf3.git=PATH: a clone of iperf3's repository that has the tag 3.21. */
    @Test
    void theRealRepositoryIsBuilt() throws IOException {
        Path repository = Path.of(given("pilab.iperf3.git"));
        lab = CleanLab.start(folder, CleanImage.bare("bookworm"), CleanImage.bare("trixie"), "");
        gitSource(StandIn.bare(repository, "3.21", folder));

        appliesTwiceAndResets();
    }

    private static String given(String property) {
        Optional<String> value =
                Optional.ofNullable(System.getProperty(property)).filter(v -> !v.isEmpty());
        if (value.isEmpty()) {
            String reason = "the real iperf3 was not built: -D" + property + "= is not given";
            System.err.println("skipped, " + reason);
            Assumptions.abort(reason);
        }
        return value.orElseThrow();
    }

    private void gitSource(StandIn.Repository repository) throws IOException {
        lab.client().put(MountableFile.forHostPath(repository.folder()), "/srv/iperf.git");
        lab.server().put(MountableFile.forHostPath(repository.folder()), "/srv/iperf.git");
        lab.iperf3("iperf3: { version: \"3.21\", source: git, repository: \"file:///srv/iperf.git\", commit: \""
                + repository.commit() + "\" }");
    }

    private void appliesTwiceAndResets() {
        String before = state(lab.client()) + state(lab.server());
        applies();
        assertThat(state(lab.client()) + state(lab.server())).isNotEqualTo(before);

        PilabProcess.Ended again = lab.pilab("apply");
        assertThat(again.exitCode()).describedAs(again.all()).isZero();
        assertThat(again.out()).contains("client: nothing to change", "server: nothing to change");

        PilabProcess.Ended reset = lab.pilab("reset");
        assertThat(reset.exitCode()).describedAs(reset.all()).isZero();
        assertThat(reset.out()).containsPattern("stay; to remove them: sudo apt-get remove .* gcc ");
        assertThat(state(lab.client()) + state(lab.server())).isEqualTo(before);
    }

    private void applies() {
        PilabProcess.Ended apply = lab.pilab("apply");
        assertThat(apply.exitCode()).describedAs(apply.all()).isZero();
        for (CleanHost host : new CleanHost[] {lab.client(), lab.server()}) {
            assertThat(host.must("/opt/iperf3-3.21/bin/iperf3 --help")).contains("--mptcp");
            assertThat(host.must("/opt/iperf3-3.21/bin/iperf3 --version")).startsWith("iperf 3.21 (cJSON ");
            assertThat(host.names("/opt")).containsExactly("iperf3-3.21");
        }
    }

    private static int compilers(CleanHost host) {
        return host.holds("command -v gcc") ? 1 : 0;
    }

    private static int builds(CleanHost host) {
        return host.holds("test -e /srv/stand-in-log") ? 1 : 0;
    }

    /** What apply may change, but for packages; the kernel's countdown of an IPv6 route is no change. */
    private static String state(CleanHost host) {
        return host.must(
                "hostname; find /opt /var/lib/pilab /tmp /home /root /usr/local/bin 2>/dev/null; ip -o link; ip -o addr;"
                        + " ip route show table all | sed 's/ expires [0-9]*sec//'; ip -6 route | sed 's/ expires [0-9]*sec//';"
                        + " ip rule; ip mptcp endpoint; ip mptcp limits; tc qdisc;"
                        + " sysctl net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_announce net.ipv4.conf.all.rp_filter");
    }
}
