package io.pilab.cli;

import io.pilab.host.HostLocks;
import io.pilab.host.Pause;
import io.pilab.host.ConnectedHost;
import io.pilab.plan.RunPlan;
import io.pilab.record.RunRecord;
import io.pilab.remote.sshj.SshSettings;
import io.pilab.run.RunCoordinator;
import io.pilab.store.RunDirectory;
import io.pilab.store.RunningMark;
import io.pilab.store.RunsFolder;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** One scenario, from the plan to the printed result. */
final class RunExecution {
    private final RunPlan plan;
    private final HostOptions options;
    private final LockOption lock;
    private final RunsOption runs;
    private final CommandSpec spec;
    private final String labText;
    private final String scenarioText;
    private final PrintWriter err;
    private final Journal journal = new Journal(this::sayOfOurs);
    private RunRecord head;
    private Optional<String> folder = Optional.empty();
    private boolean interrupted;

    /**
     * @param labText what the plan's lab was read from; stored as it is
     * @param scenarioText likewise
     */
    RunExecution(
            RunPlan plan,
            HostOptions options,
            LockOption lock,
            RunsOption runs,
            CommandSpec spec,
            String labText,
            String scenarioText) {
        this.plan = plan;
        this.options = options;
        this.lock = lock;
        this.runs = runs;
        this.spec = spec;
        this.labText = labText;
        this.scenarioText = scenarioText;
        this.err = spec.commandLine().getErr();
    }

    int execute() {
        new RunsFolder(runs.folder()).demandRoom(plan.recordBytes());
        SshSettings ssh = options.ssh(); // may ask, which Ctrl-C must still end
        Screen screen = Screen.of(spec);
        try (LiveListener listener = new LiveListener(screen, options, plan);
                Interrupt interrupt = new Interrupt(Thread.currentThread(), this::sayInterrupted);
                Connections connections = new Connections(ssh, plan.hosts(), screen.watcher(), journal);
                HostLocks locks = lock.locks("run:" + plan.scenario().name(), this::say)) {
            RunCoordinator coordinator =
                    new RunCoordinator(plan, connections.sessions(), locks, listener, Pause.real());
            coordinator.prepare();
            RunDirectory directory = record(connections.sessions());
            folder = Optional.of(directory.path().toString());
            directory.storeLock(locks.token());
            journal.keepIn(directory);
            RunCoordinator.Ended ended = running(coordinator, directory);
            interrupted = ended.interrupted();
            int exitCode =
                    new Conclusion(plan, head, options, spec).conclude(directory, ended.notRestored(), ended::trials);
            ended.unwritten().ifPresent(why -> sayUnwritten(directory, why));
            return exitCode;
        }
    }

    /** The verdict is of everything that was measured; what is not on the disk the hosts have kept as well. */
    private void sayUnwritten(RunDirectory directory, String why) {
        sayOfOurs("the record is not whole: " + why);
        say("  The hosts keep what they measured. Make room there, then: pilab run -f " + options.lab + " --runs "
                + runs.folder() + " --resume " + directory.name());
    }

    private static RunCoordinator.Ended running(RunCoordinator coordinator, RunDirectory directory) {
        try (RunningMark mark = directory.running()) {
            return coordinator.run(directory);
        }
    }

    /** Whether the operator ended it; then nothing more is begun. */
    boolean interrupted() {
        return interrupted;
    }

    /** The run's folder, once there is one. */
    Optional<String> folder() {
        return folder;
    }

    private void sayInterrupted() {
        say("interrupted: putting the hosts back");
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    private void sayOfOurs(String line) {
        say("pilab: " + line);
    }

    private RunDirectory record(List<ConnectedHost> sessions) {
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        RunDirectory directory =
                RunDirectory.create(runs.folder(), started, plan.scenario().name());
        Version version = new Version();
        head = new RunRecord(
                RunRecord.FORMAT,
                directory.name(),
                plan.scenario().name(),
                plan.lab().name(),
                version.number(),
                version.commit(),
                commandLine(),
                started.toString(),
                sessions.stream().collect(Collectors.toMap(ConnectedHost::name, ConnectedHost::facts)),
                sessions.stream().collect(Collectors.toMap(ConnectedHost::name, ConnectedHost::clockOffset)),
                plan.steps().stream()
                        .map(s -> s.phase().label() + " " + s.host() + ": " + s.text())
                        .toList());
        directory.storeFiles(labText, scenarioText);
        directory.storeRun(head, plan.lab(), plan.scenario());
        return directory;
    }

    private List<String> commandLine() {
        List<String> line = new ArrayList<>(List.of("pilab"));
        line.addAll(spec.commandLine().getParseResult().originalArgs());
        return line;
    }
}
