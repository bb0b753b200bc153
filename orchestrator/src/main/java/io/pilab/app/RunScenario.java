package io.pilab.app;

import io.pilab.host.HostLocks;
import io.pilab.host.ReadyHost;
import io.pilab.plan.RunPlan;
import io.pilab.progress.RunListeners;
import io.pilab.record.RunRecord;
import io.pilab.run.RunCoordinator;
import io.pilab.store.RunDirectory;
import io.pilab.store.RunningMark;
import io.pilab.store.RunsFolder;
import io.pilab.time.Time;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs one scenario: from the request to a judged record, with the hosts restored. */
public final class RunScenario {
    private final Controller controller;
    private final RunRequest request;
    private final RunPlan plan;
    private final Consumer<String> tell;
    private final Journal journal;
    private Optional<RunDirectory> directory = Optional.empty();

    /**
     * One that has not begun.
     *
     * @param tell receives changes of locks and of the record, a line at a time
     */
    public RunScenario(Controller controller, RunRequest request, Consumer<String> tell) {
        this.controller = controller;
        this.request = request;
        this.plan = request.plan();
        this.tell = tell;
        this.journal = new Journal(tell);
    }

    /**
     * Does it. Throws only while no host has been touched, and what {@link Failures} knows.
     *
     * @param cancellation ends it early: the hosts are restored, and what was measured is judged
     */
    public RunOutcome run(RunListeners listeners, Cancellation cancellation) {
        new RunsFolder(request.runs()).demandRoom(plan.recordBytes());
        return cancellation.during(() -> run(listeners));
    }

    public RunPlan plan() {
        return plan;
    }

    /** The run's record, once there is one. */
    public Optional<RunDirectory> directory() {
        return directory;
    }

    private RunOutcome run(RunListeners listeners) {
        try (Connections connections = controller.connect(plan.hosts(), journal);
                HostLocks locks = controller.locks("run:" + plan.scenario().name(), request.steal(), tell)) {
            RunCoordinator coordinator = controller.coordinator(plan, connections, locks, listeners);
            List<ReadyHost> hosts = coordinator.prepare();
            RunRecord head = record(hosts);
            RunDirectory record = directory.orElseThrow();
            record.storeLock(locks.token());
            journal.keepIn(record);
            RunCoordinator.RunEnd ended = running(coordinator, record, hosts);
            return new RunConclusion(head, plan.scenario(), record)
                    .conclude(listeners, ended::trials, ended.notRestored(), ended.interrupted())
                    .unwritten(ended.unwritten());
        }
    }

    private static RunCoordinator.RunEnd running(
            RunCoordinator coordinator, RunDirectory record, List<ReadyHost> hosts) {
        try (RunningMark mark = record.running()) {
            return coordinator.run(record, hosts);
        }
    }

    private RunRecord record(List<ReadyHost> hosts) {
        Instant started = Time.real().instant().truncatedTo(ChronoUnit.SECONDS);
        RunDirectory record =
                RunDirectory.create(request.runs(), started, plan.scenario().name());
        directory = Optional.of(record);
        RunRecord head = new RunRecord(
                RunRecord.FORMAT,
                record.name(),
                plan.scenario().name(),
                plan.lab().name(),
                request.version().number(),
                request.version().commit(),
                request.commandLine(),
                started.toString(),
                hosts.stream().collect(Collectors.toMap(ReadyHost::name, ReadyHost::facts)),
                hosts.stream()
                        .collect(
                                Collectors.toMap(ReadyHost::name, h -> h.clock().seconds())),
                plan.steps().stream()
                        .map(s -> s.phase().label() + " " + s.host() + ": " + s.text())
                        .toList());
        record.storeFiles(request.lab().text(), request.scenario().text());
        record.storeRun(head, plan.lab(), plan.scenario());
        return head;
    }
}
