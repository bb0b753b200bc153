package io.pilab.run;

import static io.pilab.run.TestingHost.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.TestingLabs;
import io.pilab.lab.Lab;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.record.Event.FaultFired;
import io.pilab.remote.RemoteException;
import io.pilab.remote.TestingRemote;
import io.pilab.time.TestingTime;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial with a third host, whose clock is another one. */
class HelperTrialTest {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final long AHEAD = 5_000_000_000L;
    private static final String LISTENING = chunk("agent.jsonl", "{\"time\":1,\"event\":\"listening\"}\n");
    private static final String READY = "{\"time\":1,\"event\":\"ready\"}\n";
    private static final String BEGUN = chunk(
            "agent.jsonl",
            "{\"time\":" + START + ",\"event\":\"start\",\"traffic_time_ms\":" + START / 1_000_000 + "}\n");

    private final Lab lab = TestingLabs.withHelper();
    private final RunPlan plan = Planner.plan(
            lab,
            lab.pairs().get(0),
            TestingLabs.scenario(
                    "[mptcp]", "server.eth0", "{ at: 3s, on: helper, fault: command, run: a, undo: b, for: 2s }"));
    private final TestingHost client =
            new TestingHost("client").clock(0).polls("state running\n", BEGUN + "state running\n");
    private final TestingHost server = new TestingHost("server").polls(LISTENING + "state running\n");
    private final TestingHost helper =
            new TestingHost("bench").clock(AHEAD).polls(chunk("agent.jsonl", READY) + "state running\n");

    @TempDir
    private Path runs;

    @Test
    void itIsToldOfTheClientsStartByItsOwnClock() {
        TrialRunner.TrialEnd ended = run();

        assertThat(ended.record().problem()).isEmpty();
        assertThat(helper.calls())
                .containsSubsequence(
                        "snapshot.sh capture r-01-mptcp host",
                        "deadman.sh arm r-01-mptcp 66",
                        "experiment.sh prepare r 01-mptcp",
                        "experiment.sh start r 01-mptcp",
                        "experiment.sh stop r 01-mptcp",
                        "experiment.sh remove r 01-mptcp",
                        "restore.sh run r-01-mptcp",
                        "deadman.sh disarm r-01-mptcp")
                .noneMatch(call -> call.startsWith("mptcp.sh") || call.startsWith("routing.sh"));
        assertThat(ended.verified()).hasSize(3).allMatch(v -> v.empty());
        String[] told = told();
        double uncertainty = Long.parseLong(told[5]) / 1e9;
        assertThat(uncertainty)
                .as("1 ms of iperf3's stamp, and two round trips")
                .isBetween(0.001, 1.0);
        assertThat(Math.abs(Long.parseLong(told[4]) - START - AHEAD) / 1e9).isLessThanOrEqualTo(uncertainty);
    }

    @Test
    void itIsToldOnceItCanBeReachedAgain() {
        int[] tries = {0};
        helper.answers("experiment.sh", "zero", () -> {
            if (tries[0]++ == 0) {
                throw new RemoteException("bench", RemoteException.RemoteFailure.CONNECTION_LOST, "gone");
            }
            return TestingRemote.result(0, TestingHost.RESTORED, "");
        });
        client.always("state running\n");
        client.polls("state running\n", "state running\n", "state done\n");

        assertThat(run().record().problem()).isEmpty();
        assertThat(tries[0]).isEqualTo(2);
    }

    @Test
    void oneThatIsNotReadyEndsTheTrialBeforeAnyTraffic() {
        TestingHost broken = new TestingHost("bench").clock(0).always("state died\n");

        TrialRunner.TrialEnd ended = run(broken);

        assertThat(ended.record().problem()).contains("bench: its share of the trial did not start: nothing");
        assertThat(client.calls()).noneMatch(c -> c.startsWith("experiment.sh go"));
        assertThat(broken.calls()).contains("restore.sh run r-01-mptcp");
    }

    @Test
    void itsFaultsAreInTheRecordWithTheClocksUncertainty() {
        String said = "{\"time\":" + (START + AHEAD) + ",\"event\":\"zero\",\"uncertainty\":7000000}\n"
                + "{\"time\":" + (START + AHEAD + 3_004_000_000L)
                + ",\"event\":\"inject\",\"step\":0,\"code\":0,\"done\":"
                + (START + AHEAD + 3_014_000_000L) + "}\n";
        helper.polls("agent.jsonl " + READY.length() + " " + said.length() + "\n" + said + "state running\n");

        FaultFired fired = run().record().events().stream()
                .filter(FaultFired.class::isInstance)
                .map(FaultFired.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(fired.host()).isEqualTo("bench");
        assertThat(fired.requested()).isEqualTo(3.0);
        assertThat(fired.actual()).isCloseTo(3.004, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(fired.uncertainty())
                .as("7 ms, and the command's 10 ms")
                .isCloseTo(0.017, org.assertj.core.api.Assertions.within(1e-6));
    }

    private String[] told() {
        return helper.calls().stream()
                .filter(call -> call.startsWith("experiment.sh zero"))
                .reduce((a, b) -> {
                    throw new AssertionError("told twice");
                })
                .orElseThrow()
                .split(" ");
    }

    private TrialRunner.TrialEnd run() {
        return run(helper);
    }

    private TrialRunner.TrialEnd run(TestingHost third) {
        return new TestingTrialRun(lab, plan, runs, new TestingTime()).run(client, server, third);
    }
}
