package io.pilab.app;

import io.pilab.host.HostLocks;
import io.pilab.host.ReadyHost;
import io.pilab.plan.RunPlan;
import io.pilab.plan.TrialPlan;
import io.pilab.progress.RunListeners;
import io.pilab.record.NotRestored;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.run.Resumption;
import io.pilab.run.RunCoordinator;
import io.pilab.store.RunDirectory;
import io.pilab.store.RunningMark;
import io.pilab.time.Time;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finishes a run whose controller was killed; all that it needs is in the run's own directory. */
public final class ResumeRun {
    private final Controller controller;
    private final boolean steal;
    private final RunDirectory directory;
    private final RunRecord head;
    private final RunPlan plan;
    private final Consumer<String> tell;
    private final Journal journal;

    private ResumeRun(Controller controller, RecordedRun recorded, boolean steal, Consumer<String> tell) {
        this.controller = controller;
        this.steal = steal;
        this.directory = recorded.directory();
        this.tell = tell;
        this.journal = new Journal(tell);
        demandWhole();
        this.head = directory.run();
        this.plan = recorded.plan(head, controller.environment());
    }

    /**
     * Opens a run; no host is touched yet.
     *
     * @param run its folder, its name, the beginning of it in the runs folder, or {@code last}
     * @param steal whether to take over hosts that another user has locked
     * @param tell receives changes of locks and of the record, a line at a time
     * @throws InvalidRequestException when there is none
     * @throws BrokenException when its record does not say how it was run
     */
    public static ResumeRun open(Controller controller, Path runs, String run, boolean steal, Consumer<String> tell) {
        return new ResumeRun(controller, RecordedRun.find(runs, run), steal, tell);
    }

    public RunPlan plan() {
        return plan;
    }

    /** Collects the trial that was cut off, runs those that were not begun, and judges all of them. */
    public RunOutcome run(RunListeners listeners, Cancellation cancellation) {
        return cancellation.during(() -> finish(listeners, cancellation));
    }

    private RunOutcome finish(RunListeners listeners, Cancellation cancellation) {
        List<TrialRecord> begun = directory.trials();
        Optional<TrialRecord> cut = RunDirectory.cutOff(begun);
        List<TrialPlan> notRun = plan.trials().stream().skip(begun.size()).toList();
        if (cut.isEmpty() && notRun.isEmpty()) {
            tell.accept("run " + directory.name() + " is complete: there is nothing to collect");
        }
        journal.keepIn(directory);
        List<NotRestored> notRestored =
                cut.map(trial -> collect(planned(trial), listeners)).orElse(List.of());
        boolean interrupted = Thread.interrupted() || cancellation.cancelled();
        if (!notRun.isEmpty() && notRestored.isEmpty() && !interrupted) {
            notRestored = runRest(notRun, listeners);
        }
        return new RunConclusion(head, plan.scenario(), directory)
                .conclude(listeners, directory::trials, notRestored, cancellation.cancelled());
    }

    /** Runs the trials that were not begun. */
    private List<NotRestored> runRest(List<TrialPlan> trials, RunListeners listeners) {
        return withHosts((connections, locks) -> {
            RunCoordinator coordinator = controller.coordinator(plan, connections, locks, listeners);
            List<ReadyHost> hosts = coordinator.prepare();
            directory.storeLock(locks.token());
            try (RunningMark mark = directory.running()) {
                return coordinator.run(directory, hosts, trials).notRestored();
            }
        });
    }

    /** What hosts are touched by is known for certain, or nothing is. */
    private void demandWhole() {
        List<String> damage = directory.damage();
        if (!damage.isEmpty()) {
            throw new BrokenException(
                    String.join("\n", damage) + "\n  No host was touched. Free the hosts with: pilab restore");
        }
    }

    private TrialPlan planned(TrialRecord trial) {
        return plan.trials().stream()
                .filter(t -> t.number() == trial.number() && t.arm().equals(trial.arm()))
                .findFirst()
                .orElseThrow(() -> new BrokenException(directory.path() + ": its scenario has no trial "
                        + trial.number() + " " + trial.arm().name()
                        + ". No host was touched. Free the hosts with: pilab restore"));
    }

    private List<NotRestored> collect(TrialPlan trial, RunListeners listeners) {
        return withHosts((connections, locks) ->
                new Resumption(plan, connections.sessions(), locks, listeners, Time.real()).finish(directory, trial));
    }

    /** What is done with the hosts of the run. */
    private interface WorkWithHosts {
        List<NotRestored> with(Connections connections, HostLocks locks);
    }

    private List<NotRestored> withHosts(WorkWithHosts work) {
        String what = "resume:" + plan.scenario().name();
        try (Connections connections = controller.connect(plan.hosts(), journal);
                HostLocks locks = controller.inherited(what, directory.lockLeft(), steal, tell)) {
            return work.with(connections, locks);
        }
    }
}
