package io.pilab.agent;

import static io.pilab.agent.TestingTrialHost.RUN;
import static io.pilab.agent.TestingTrialHost.TRIAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A share without traffic, which is told of t = 0. */
class HelperScriptTest {
    private static final String SPECIFICATION = "limit 60\nfault 2000 0 inject link.sh down wlan0\n";

    @TempDir
    Path work;

    private TestingTrialHost host;

    private void start(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);
        host.prepare(SPECIFICATION).answer();
        host.arm().call("start").answer();
        host.awaitEvent("ready");
    }

    @AfterEach
    void noProcessStays() {
        host.close();
    }

    @ParameterizedTest
    @EnumSource
    void itsFaultsCountFromTheTimeThatItIsTold(Shell shell) {
        start(shell);
        long zero = System.currentTimeMillis() * 1_000_000;

        assertThat(zero(zero, 4_000_000).answer()).isEqualTo(Map.of("told", true));
        assertThat(zero(zero, 4_000_000).answer())
                .as("again, after a lost connection")
                .isEqualTo(Map.of("told", true));
        host.awaitEvent("inject");

        assertThat(zero(zero + 1, 0).stderr()).contains("was told another time: " + zero + " 4000000\n");
        assertThat(host.event("zero")).containsEntry("time", zero).containsEntry("uncertainty", 4_000_000);
        assertThat((long) host.event("inject").get("time"))
                .as("about 2 s later; how punctual it is depends on the machine")
                .isBetween(zero + 1_000_000_000, zero + 20_000_000_000L);
        assertThat(host.runner().calls()).contains("ip link set dev wlan0 down");
        assertThat(host.status()).isEqualTo("running");
        host.call("stop").answer();
        assertThat(host.status()).isEqualTo("done");
        assertThat(host.processes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTimeLongPastIsFiredAtOnceAndSoRecorded(Shell shell) {
        start(shell);
        long zero = (System.currentTimeMillis() - 5_000) * 1_000_000;

        zero(zero, 0).answer();
        host.awaitEvent("inject");

        assertThat((long) host.event("inject").get("time")).isGreaterThan(zero + 4_500_000_000L);
    }

    @ParameterizedTest
    @EnumSource
    void itCanBeStoppedWhileItWaits(Shell shell) {
        start(shell);

        host.call("stop").answer();

        assertThat(host.status()).isEqualTo("done");
        assertThat(host.events()).contains("ready", "done").doesNotContain("zero", "inject");
        assertThat(host.processes()).isEmpty();
        assertThat(zero(System.currentTimeMillis() * 1_000_000, 0).stderr()).contains("does not run");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoTimeIsRefused(Shell shell) {
        start(shell);
        for (String time : new String[] {"", "0", "-1", "1e9", "1;reboot"}) {
            assertThat(host.runner()
                            .run("experiment.sh", "zero", RUN, TRIAL, time, "0")
                            .exitCode())
                    .as(time)
                    .isEqualTo(2);
        }
        assertThat(host.runner()
                        .run("experiment.sh", "zero", RUN, TRIAL, "1700000000000000000", "+1")
                        .exitCode())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aSpecificationHasAllOfTheTrafficOrNothing(Shell shell) {
        host = TestingTrialHost.stubbed(shell, work);

        assertThat(host.prepare("limit 60\nargument -s\n").stderr())
                .isEqualTo("experiment.sh: the specification needs one line 'traffic'\n");
        assertThat(host.prepare("limit 60\nlistens\n").stderr())
                .isEqualTo("experiment.sh: the specification needs one line 'traffic'\n");
        assertThat(host.prepare("interface wlan0\n").stderr())
                .isEqualTo("experiment.sh: the specification needs one line 'limit'\n");
    }

    private ScriptResult zero(long time, long uncertainty) {
        return host.runner().run("experiment.sh", "zero", RUN, TRIAL, "" + time, "" + uncertainty);
    }
}
