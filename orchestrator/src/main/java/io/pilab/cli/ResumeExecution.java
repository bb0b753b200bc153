package io.pilab.cli;

import io.pilab.config.InvalidFileException;
import io.pilab.config.LabFile;
import io.pilab.host.HostLocks;
import io.pilab.host.Pause;
import io.pilab.lab.Lab;
import io.pilab.lab.Pair;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.plan.TrialPlan;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.remote.sshj.SshSettings;
import io.pilab.run.Resumption;
import io.pilab.run.RunCoordinator;
import io.pilab.run.RunCoordinator.NotRestored;
import io.pilab.scenario.Scenario;
import io.pilab.store.DamagedRecordException;
import io.pilab.store.RunDirectory;
import io.pilab.store.RunningMark;
import io.pilab.store.RunsFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Finishes a run whose controller was killed; all that it needs is in the run's own directory. */
final class ResumeExecution {
    private final HostOptions options;
    private final LockOption lock;
    private final RunsOption runs;
    private final CommandSpec spec;
    private final PrintWriter err;
    private final Journal journal = new Journal(this::say);

    ResumeExecution(HostOptions options, LockOption lock, RunsOption runs, CommandSpec spec) {
        this.options = options;
        this.lock = lock;
        this.runs = runs;
        this.spec = spec;
        this.err = spec.commandLine().getErr();
    }

    int execute(String run) {
        try {
            return execute(RunDirectory.open(new RunsFolder(runs.folder()).find(run)));
        } catch (RunsFolder.NoSuchRunException e) {
            throw new Failure(ExitCode.INVALID, e.getMessage());
        } catch (DamagedRecordException e) {
            throw new Failure(ExitCode.BROKEN, e.getMessage());
        } catch (InvalidFileException e) {
            // The user's own files are not at fault: these are the record's copies.
            throw new Failure(ExitCode.BROKEN, "the record's copies cannot be read:\n" + e.getMessage());
        }
    }

    private int execute(RunDirectory directory) {
        demandWhole(directory);
        RunRecord head = directory.run();
        RunPlan plan = plan(directory, head);
        Optional<TrialRecord> cut = directory.cutOff();
        List<TrialPlan> notRun =
                plan.trials().stream().skip(directory.trials().size()).toList();
        if (cut.isEmpty() && notRun.isEmpty()) {
            say("run " + directory.name() + " is complete: there is nothing to collect");
        }
        journal.keepIn(directory);
        List<NotRestored> notRestored = cut.map(trial -> collect(directory, plan, planned(directory, plan, trial)))
                .orElse(List.of());
        if (!notRun.isEmpty() && notRestored.isEmpty() && !Thread.interrupted()) {
            notRestored = runRest(directory, plan, notRun);
        }
        return new Conclusion(plan, head, options, spec).conclude(directory, notRestored, directory::trials);
    }

    /** Runs the trials that were not begun. */
    private List<NotRestored> runRest(RunDirectory directory, RunPlan plan, List<TrialPlan> trials) {
        return withHosts(directory, plan, (connections, locks, listener) -> {
            RunCoordinator coordinator =
                    new RunCoordinator(plan, connections.sessions(), locks, listener, Pause.real());
            coordinator.prepare();
            directory.storeLock(locks.token());
            try (RunningMark mark = directory.running()) {
                return coordinator.run(directory, trials).notRestored();
            }
        });
    }

    /** What hosts are touched by is known for certain, or nothing is. */
    private static void demandWhole(RunDirectory directory) {
        List<String> damage = directory.damage();
        if (!damage.isEmpty()) {
            throw new Failure(
                    ExitCode.BROKEN,
                    String.join("\n", damage) + "\n  No host was touched. Free the hosts with: pilab restore");
        }
    }

    private static TrialPlan planned(RunDirectory directory, RunPlan plan, TrialRecord trial) {
        return plan.trials().stream()
                .filter(t -> t.number() == trial.number() && t.arm().label().equals(trial.arm()))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.BROKEN,
                        directory.path() + ": its scenario has no trial " + trial.number() + " " + trial.arm()
                                + ". No host was touched. Free the hosts with: pilab restore"));
    }

    private List<NotRestored> collect(RunDirectory directory, RunPlan plan, TrialPlan trial) {
        return withHosts(
                directory,
                plan,
                (connections, locks, listener) -> new Resumption(
                                plan, connections.sessions(), locks, listener, Pause.real())
                        .finish(directory, trial));
    }

    /** What is done with the hosts of the run. */
    private interface Work {
        List<NotRestored> with(Connections connections, HostLocks locks, LiveListener listener);
    }

    private List<NotRestored> withHosts(RunDirectory directory, RunPlan plan, Work work) {
        SshSettings ssh = options.ssh();
        Screen screen = Screen.of(spec);
        String what = "resume:" + plan.scenario().name();
        try (LiveListener listener = new LiveListener(screen, options, plan);
                Interrupt interrupt =
                        new Interrupt(Thread.currentThread(), () -> say("interrupted: putting the hosts back"));
                Connections connections = new Connections(ssh, plan.hosts(), screen.watcher(), journal);
                HostLocks locks = lock.inherited(what, directory.lockLeft(), this::say)) {
            return work.with(connections, locks, listener);
        }
    }

    private static RunPlan plan(RunDirectory directory, RunRecord head) {
        String labFile = directory.path().resolve("lab.yaml").toString();
        Lab lab = LabFile.recorded(labFile, directory.labText());
        Scenario scenario = ShowCommand.scenario(directory).repeated(directory.repeat());
        Pair pair = lab.pairs().stream()
                .filter(p -> head.hosts().containsKey(p.client().name())
                        && head.hosts().containsKey(p.server().name()))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.BROKEN,
                        labFile + " has no pair of the hosts "
                                + String.join(", ", head.hosts().keySet())));
        return Planner.plan(lab, pair, scenario);
    }

    private void say(String line) {
        err.println("pilab: " + line);
        err.flush();
    }
}
