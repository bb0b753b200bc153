package io.pilab.run;

import static io.pilab.run.TestingHost.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.TestingLabs;
import io.pilab.fault.Reboot;
import io.pilab.lab.Lab;
import io.pilab.lab.Role;
import io.pilab.plan.Planner;
import io.pilab.remote.RemoteException;
import io.pilab.remote.TestingRemote;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.time.TestingTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are restarted in the course of a trial; the time is virtual. */
class RestartTest {
    private static final String LISTENING = chunk("agent.jsonl", "{\"time\":1,\"event\":\"listening\"}\n");
    private static final String RUNNING = "state running\n";
    private static final String FIRED =
            chunk("agent.jsonl", "{\"time\":1,\"event\":\"inject\",\"step\":0,\"code\":0,\"done\":2}\n");

    private final Lab lab = TestingLabs.blogDemo();
    private final TestingHost client = new TestingHost("client");
    private final TestingHost server =
            new TestingHost("server").polls(LISTENING + RUNNING).always(RUNNING);
    private final TestingTime time = new TestingTime();

    @TempDir
    private Path runs;

    private TestingTrialRun trial;

    @Test
    void aRestartThatWasAskedForIsNoProblem() {
        client.restartsAt(3, "state died\n", true);

        TrialRunner.TrialEnd ended = run(reboot(Role.CLIENT));

        assertThat(ended.record().problem()).isEmpty();
        assertThat(ended.verified()).allMatch(v -> v.empty());
        assertThat(client.calls())
                .containsSubsequence(
                        "experiment.sh prepare r 01-mptcp",
                        "persist.sh keep r 01-mptcp",
                        "experiment.sh start r 01-mptcp",
                        "deadman.sh arm r-01-mptcp 186",
                        "deadman.sh status r-01-mptcp",
                        "persist.sh recover",
                        "spool.sh read r 01-mptcp",
                        "experiment.sh remove r 01-mptcp",
                        "restore.sh run r-01-mptcp",
                        "restore.sh forget r-01-mptcp");
        assertThat(server.calls()).noneMatch(c -> c.startsWith("persist.sh"));
        assertThat(trial.told())
                .contains("client: has restarted, reconnected; the agent scripts are pushed again, what it"
                        + " kept on its disk is read");
        assertThat(time.nanoTime())
                .as("the receiver's share is waited for")
                .isGreaterThan(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void oneThatNobodyAskedForEndsTheTrial() {
        client.restartsAt(3, "state absent\n", false);
        client.answers(
                "restore.sh",
                "run",
                () -> TestingRemote.result(0, "{\"restored\":true,\"note\":\"nothing captured\"}", ""));

        TrialRunner.TrialEnd ended = run(TestingLabs.wlan0Down());

        assertThat(ended.record().problem())
                .contains("client: was restarted during the trial; of what it recorded there is only what had been read"
                        + " before");
        assertThat(trial.told())
                .contains("client: has restarted, reconnected; the agent scripts are pushed again, it kept"
                        + " nothing of the trial");
        assertThat(client.calls()).noneMatch(c -> c.startsWith("persist.sh keep"));
        assertThat(ended.verified().get(0).captureLost()).isTrue();
        assertThat(time.nanoTime()).isLessThan(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void theServersIsToldAsWell() {
        client.always(RUNNING);
        server.restartsAt(3, "state absent\n", false);

        assertThat(run(TestingLabs.wlan0Down()).record().problem())
                .get()
                .asString()
                .startsWith("server: was restarted during the trial");
    }

    @Test
    void aHostThatDoesNotComeBackIsTheProblemAfterItsTime() {
        client.answers("spool.sh", "read", () -> {
            throw new RemoteException("client", RemoteException.RemoteFailure.UNREACHABLE, "no answer");
        });

        TrialRunner.TrialEnd ended = run(reboot(Role.CLIENT));

        assertThat(ended.record().problem())
                .get()
                .asString()
                .startsWith("client: did not come back from its restart; client: no answer");
        assertThat(time.nanoTime())
                .isBetween(
                        Duration.ofMinutes(2).toNanos(), Duration.ofMinutes(4).toNanos());
    }

    @Test
    void aHostThatDoesNotRestartAlthoughItSaysSoIsTheProblem() {
        client.polls(FIRED + RUNNING);

        assertThat(run(reboot(Role.CLIENT)).record().problem())
                .contains("client: the fault was fired, but the host was not restarted within 120 s");
    }

    @Test
    void whatWasCutOffWhileTheHostWasMadeReadyIsDoneOnceMore() {
        client.restartsAt(3, "state died\n", true);
        int[] brings = {0};
        client.answers("persist.sh", "recover", () -> {
            if (brings[0]++ == 0) {
                throw gone();
            }
            return TestingRemote.result(0, "{\"changed\":false}", "");
        });

        TrialRunner.TrialEnd ended = run(reboot(Role.CLIENT));

        assertThat(ended.record().problem()).isEmpty();
        assertThat(client.calls())
                .containsSubsequence(
                        "deadman.sh arm r-01-mptcp 186",
                        "persist.sh recover",
                        "deadman.sh arm r-01-mptcp 186",
                        "persist.sh recover",
                        "experiment.sh remove r 01-mptcp");
        assertThat(client.calls()
                        .subList(
                                client.calls().indexOf("persist.sh recover"),
                                client.calls().lastIndexOf("persist.sh recover")))
                .as("nothing is asked of a host that is not ready")
                .containsExactly(
                        "persist.sh recover",
                        "snapshot.sh list",
                        "deadman.sh arm r-01-mptcp 186",
                        "deadman.sh status r-01-mptcp");
    }

    @Test
    void whatWasKeptIsBroughtBackAlsoWhenTheDeadManDoesNotArmAnew() {
        client.restartsAt(3, "state died\n", true);
        int[] arms = {0};
        client.answers(
                "deadman.sh",
                "arm",
                () -> TestingRemote.result(arms[0]++ == 1 ? 1 : 0, "", "deadman.sh: the dead-man did not start\n"));

        TrialRunner.TrialEnd ended = run(reboot(Role.CLIENT));

        assertThat(arms[0]).isEqualTo(2);
        assertThat(client.calls()).containsSubsequence("persist.sh recover", "experiment.sh remove r 01-mptcp");
        assertThat(ended.record().problem()).get().asString().contains("the dead-man did not start");
    }

    @Test
    void oneBeforeTheTrafficEndsTheTrialBeforeItsHostIsChangedUnarmed() {
        client.losesItsScriptsOnce("experiment.sh", "prepare");

        TrialRunner.TrialEnd ended = run(TestingLabs.wlan0Down());

        assertThat(ended.record().problem())
                .contains("client: was restarted before the traffic began: the trial ends here");
        assertThat(client.calls())
                .filteredOn(c -> c.startsWith("experiment.sh prepare"))
                .hasSize(1);
        assertThat(client.calls()).noneMatch(c -> c.startsWith("experiment.sh go"));
        assertThat(client.calls()).contains("experiment.sh stop r 01-mptcp", "restore.sh run r-01-mptcp");
    }

    @Test
    void aHostThatIsAboutToRestartIsNotPutBackBefore() {
        client.polls(RUNNING, FIRED + RUNNING).restartsAt(6, "state died\n", true);
        time.interruptAt(2);

        TrialRunner.TrialEnd ended = run(reboot(Role.CLIENT));

        assertThat(ended.record().problem()).contains("interrupted");
        assertThat(client.calls())
                .containsSubsequence(
                        "experiment.sh stop r 01-mptcp", "persist.sh recover", "restore.sh run r-01-mptcp");
    }

    @Test
    void whoeverResumesWaitsForARestartThatIsStillToCome() throws InterruptedException {
        int[] readings = {0};
        client.answers("spool.sh", "read", () -> {
            if (readings[0]++ == 0) {
                return TestingRemote.result(0, RUNNING, "");
            }
            if (readings[0] < 300) {
                throw gone();
            }
            return TestingRemote.result(0, readings[0] == 300 ? FIRED + "state died\n" : "state died\n", "");
        });

        assertThat(resume(reboot(Role.CLIENT))).isEmpty();
        assertThat(time.nanoTime()).isGreaterThan(Duration.ofSeconds(70).toNanos());
    }

    @Test
    void aHostThatDoesNotComeBackIsToldOfByWhoeverResumes() throws InterruptedException {
        client.answers("spool.sh", "read", () -> {
            throw gone();
        });

        assertThat(resume(reboot(Role.CLIENT))).contains("client: did not come back from its restart; client: gone");
        assertThat(server.calls()).contains("spool.sh read r 01-mptcp");
    }

    @Test
    void aRestartThatAnotherHasBroughtBackIsNoProblemForWhoeverResumes() throws InterruptedException {
        client.polls(FIRED + "state died\n");

        assertThat(resume(reboot(Role.CLIENT))).isEmpty();
    }

    private static RemoteException gone() {
        return new RemoteException("client", RemoteException.RemoteFailure.CONNECTION_LOST, "gone");
    }

    private static Scenario reboot(Role role) {
        Scenario model = TestingLabs.wlan0Down();
        TimedFault fault = new TimedFault(Duration.ofSeconds(3), role, new Reboot(), Optional.empty(), true);
        return TestingLab.scenario(
                model.name(),
                model.treatments().get(0).traffic(),
                model.arms(),
                1,
                new Timeline(List.of(fault)),
                List.of());
    }

    private TestingTrialRun planned(Scenario scenario) {
        return new TestingTrialRun(lab, Planner.plan(lab, lab.pairs().get(0), scenario), runs, time);
    }

    private TrialRunner.TrialEnd run(Scenario scenario) {
        trial = planned(scenario);
        return trial.run(client, server);
    }

    private Optional<String> resume(Scenario scenario) throws InterruptedException {
        server.always("state done\n");
        return planned(scenario).resume(client, server);
    }
}
