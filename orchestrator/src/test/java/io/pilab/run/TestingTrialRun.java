package io.pilab.run;

import io.pilab.host.LockedHost;
import io.pilab.host.TrialHost;
import io.pilab.lab.Arm;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.plan.RunPlan;
import io.pilab.plan.TrialPlan;
import io.pilab.progress.RunEvent;
import io.pilab.progress.RunListeners;
import io.pilab.store.RunDirectory;
import io.pilab.store.TrialDirectory;
import io.pilab.time.TestingTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first trial of a plan, {@code r-01-mptcp}, on hosts that answer as they are told; the time is virtual. */
final class TestingTrialRun {
    private final Lab lab;
    private final RunPlan plan;
    private final Path runs;
    private final TestingTime time;
    private final List<String> told = new ArrayList<>();
    private Path folder;
    private boolean locked;

    TestingTrialRun(Lab lab, RunPlan plan, Path runs, TestingTime time) {
        this.lab = lab;
        this.plan = plan;
        this.runs = runs;
        this.time = time;
    }

    /** From now on its hosts are locked; they answer {@code lock.sh}. */
    void locked() {
        locked = true;
    }

    /** @param hosts those of the plan, in its order */
    TrialRunner.TrialEnd run(TestingHost... hosts) {
        TrialPlan trial = trial();
        TrialRunner runner = new TrialRunner(
                "r", trial, plan.phases(trial), plan.deadmanSeconds(trial), lab.mptcp(), begin(), listener(), time);
        return runner.run(locked(hosts).stream().map(TestingHost::ready).toList());
    }

    /** Waits for the end of what another controller started; what of it is lost. */
    Optional<String> resume(TestingHost... hosts) throws InterruptedException {
        TrialStreams streams = new TrialStreams("r", trial().folder(), trial().treatment(), begin(), listener());
        List<TrialHost> all = locked(hosts).stream()
                .map(h -> new TrialHost(h, "r-" + trial().folder(), plan.deadmanSeconds(trial()), told::add))
                .toList();
        return new TrialExecution(
                        "r",
                        trial(),
                        streams.hosts(all, trial()),
                        plan.scenario().treatments().get(0).traffic().duration(),
                        time)
                .resume(host -> Map.of());
    }

    /** What the operator was told of its progress. */
    List<String> told() {
        return told;
    }

    /** Where its record is. */
    Path folder() {
        return folder;
    }

    private TrialPlan trial() {
        return plan.trials().get(0);
    }

    private TrialDirectory begin() {
        TrialDirectory begun =
                RunDirectory.create(runs, Instant.EPOCH, "test").beginTrial(1, Arm.MPTCP, trial().path());
        folder = begun.path();
        return begun;
    }

    private List<LockedHost> locked(TestingHost... played) {
        List<LockedHost> hosts = new ArrayList<>();
        for (Host host : plan.hosts()) {
            LockedHost one = played[hosts.size()].locked(host, time);
            if (locked) {
                one.lock().acquire(false);
            }
            hosts.add(one);
        }
        return hosts;
    }

    private RunListeners listener() {
        return new RunListeners(List.of(event -> {
            if (event instanceof RunEvent.PhaseBegan phase) {
                told.add(phase.text());
            } else if (event instanceof RunEvent.HostSaid said) {
                told.add(said.text());
            }
        }));
    }
}
