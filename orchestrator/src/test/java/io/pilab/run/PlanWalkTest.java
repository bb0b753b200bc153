package io.pilab.run;

import static io.pilab.run.TestingHost.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.TestingLabs;
import io.pilab.lab.Lab;
import io.pilab.plan.PlannedPhase;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.plan.Step;
import io.pilab.time.TestingTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dry run prints is what the run does, on each host and in this order, and nothing besides. */
class PlanWalkTest {
    private static final String LISTENING = chunk("agent.jsonl", "{\"time\":1,\"event\":\"listening\"}\n");
    private static final String READY = chunk("agent.jsonl", "{\"time\":1,\"event\":\"ready\"}\n");

    /** The call that shows on a host that a step was done. */
    private static final Map<String, String> CALLS = Map.of(
            "snapshot", "snapshot.sh capture",
            "arm", "deadman.sh arm",
            "configure", "mptcp.sh status",
            "measure KEEP", "persist.sh keep",
            "measure START", "experiment.sh start",
            "collect", "experiment.sh stop",
            "restore", "restore.sh run",
            "verify", "snapshot.sh show");

    private final Lab lab = TestingLabs.withHelper();
    private final RunPlan plan = Planner.plan(
            lab,
            lab.pairs().get(0),
            TestingLabs.scenario(
                    "[mptcp]",
                    "server.eth0",
                    "{ at: 3s, on: helper, fault: command, run: a, undo: b, for: 2s }",
                    "{ at: 3s, on: client, fault: reboot, allow: lock-out }"));
    private final List<TestingHost> hosts = List.of(
            new TestingHost("client"),
            new TestingHost("server").polls(LISTENING + "state running\n"),
            new TestingHost("bench").polls(READY + "state running\n"));
    private final List<PlannedPhase> phases = plan.phases(plan.trials().get(0)).phases();

    @TempDir
    private Path runs;

    @Test
    void everyHostDoesThePrintedStepsAndNoOthers() {
        TestingTrialRun trial = new TestingTrialRun(lab, plan, runs, new TestingTime());

        TrialRunner.TrialEnd ended = trial.run(hosts.toArray(TestingHost[]::new));

        assertThat(ended.record().problem()).isEmpty();
        for (int i = 0; i < hosts.size(); i++) {
            assertThat(done(hosts.get(i)))
                    .containsExactlyElementsOf(planned(plan.hosts().get(i).name()));
        }
        assertThat(trial.told())
                .containsSubsequence(
                        phases.stream().flatMap(p -> p.title().stream()).toList());
    }

    @Test
    void theSharesAreStartedInThePrintedOrder() {
        assertThat(plan.steps())
                .filteredOn(step -> step.kind() == Step.StepKind.KEEP || step.kind() == Step.StepKind.START)
                .extracting(step -> step.kind() + " " + step.host())
                .containsExactly("START server", "START bench", "KEEP client", "START client");
    }

    private Stream<Step> steps() {
        return phases.stream().flatMap(phase -> phase.steps().stream());
    }

    private List<String> planned(String host) {
        return steps().filter(step -> step.hosts().contains(host) && step.kind() != Step.StepKind.FIRE)
                .map(step ->
                        CALLS.get(step.phase().label() + (step.kind() == Step.StepKind.WHOLE ? "" : " " + step.kind())))
                .toList();
    }

    private static List<String> done(TestingHost host) {
        return host.calls().stream()
                .flatMap(call -> CALLS.values().stream().filter(c -> call.equals(c) || call.startsWith(c + " ")))
                .distinct()
                .toList();
    }
}
