package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.clean.CleanHost;
import io.pilab.clean.CleanImage;
import io.pilab.clean.Engine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that nobody has set up: a client with Bookworm and a server with Trixie. */
class CleanHostIT {
    @TempDir
    private static Path folder;

    private static CleanLab lab;

    @BeforeAll
    static void start() throws IOException {
        Engine.need();
        lab = CleanLab.stranger(folder, CleanImage.bare("bookworm"), CleanImage.bare("trixie"), "");
        PilabProcess.Ended stranger = lab.pilab("plan");
        assertThat(stranger.exitCode()).describedAs(stranger.all()).isEqualTo(ExitCode.BROKEN);
        assertThat(stranger.err()).contains("client: ", "SHA256:", "pilab trust");
        PilabProcess.Ended trusted = lab.pilab("trust", "--yes");
        assertThat(trusted.exitCode()).describedAs(trusted.all()).isZero();
        assertThat(trusted.out()).contains("client: added to ", "server: added to ");
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    void aCleanHostHasNothingThatABuildNeeds(String name) {
        CleanHost host = name.equals("client") ? lab.client() : lab.server();
        assertThat(host.exec("command -v cc gcc make git iperf3").getStdout()).isEmpty();
        assertThat(host.holds("ls -d /usr/src/linux-headers-* /usr/include/netinet/in.h"))
                .isFalse();
    }

    @Test
    void planSaysWhatIsMissingAndChangesNothing() {
        String before = state(lab.client()) + state(lab.server());

        PilabProcess.Ended plan = lab.pilab("plan");

        assertThat(plan.exitCode()).describedAs(plan.all()).isZero();
        assertThat(plan.out()).contains("client:", "server:").containsPattern("\\+ iperf3");
        assertThat(plan.out())
                .contains("endpoint " + lab.client().address("wlan0").replaceFirst("/.*", ""));
        assertThat(state(lab.client()) + state(lab.server())).isEqualTo(before);
    }

    private static String state(CleanHost host) {
        return host.must("ls -A /opt /var/lib/pilab 2>/dev/null; ip -o addr; ip route show table all; ip rule;"
                + " ip mptcp endpoint; ip mptcp limits; dpkg-query -W");
    }
}
