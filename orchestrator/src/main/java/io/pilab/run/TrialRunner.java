package io.pilab.run;

import io.pilab.agent.SettingScript;
import io.pilab.configure.HostConfiguration;
import io.pilab.host.HostException;
import io.pilab.host.Parallel;
import io.pilab.host.ReadyHost;
import io.pilab.host.TrialHost;
import io.pilab.lab.MptcpSettings;
import io.pilab.plan.Phase;
import io.pilab.plan.PlannedPhase;
import io.pilab.plan.TrialPhases;
import io.pilab.plan.TrialPlan;
import io.pilab.preflight.Preflight;
import io.pilab.progress.RunListeners;
import io.pilab.record.TrialRecord;
import io.pilab.remote.RemoteException;
import io.pilab.run.Restoration.Verified;
import io.pilab.scenario.HostChanges;
import io.pilab.store.TrialDirectory;
import io.pilab.store.TrialDirectory.StateFile;
import io.pilab.time.Time;
import io.pilab.time.Uninterrupted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One trial, from the snapshot to the proof that nothing is left of it. */
final class TrialRunner {
    private final String run;
    private final TrialPlan trial;
    private final TrialPhases phases;
    private final int deadmanSeconds;
    private final MptcpSettings settings;
    private final TrialDirectory directory;
    private final RunListeners listener;
    private final Time time;
    private Phase phase = Phase.SNAPSHOT;
    private boolean interrupted;

    TrialRunner(
            String run,
            TrialPlan trial,
            TrialPhases phases,
            int deadmanSeconds,
            MptcpSettings settings,
            TrialDirectory directory,
            RunListeners listener,
            Time time) {
        this.run = run;
        this.trial = trial;
        this.phases = phases;
        this.deadmanSeconds = deadmanSeconds;
        this.settings = settings;
        this.directory = directory;
        this.listener = listener;
        this.time = time;
    }

    /** The trial's record, what of each host is not as before, and whether the operator ended it. */
    record TrialEnd(TrialRecord record, List<Verified> verified, boolean interrupted) {}

    /** On the plan's hosts, in its order; throws only while nothing has been touched. */
    TrialEnd run(List<ReadyHost> ready) {
        String id = run + "-" + trial.folder();
        List<TrialHost> hosts = ready.stream()
                .map(r -> new TrialHost(r.locked(), id, deadmanSeconds, text -> listener.said(Phase.MEASURE, text)))
                .toList();
        List<Restoration> restorations = hosts.stream()
                .map(h -> new Restoration(h, id, trial.treatment(), time))
                .toList();
        capture(hosts, restorations);
        TrialStreams streams = new TrialStreams(run, trial.folder(), trial.treatment(), directory, listener);
        TrialExecution measurement = new TrialExecution(
                run,
                trial,
                streams.hosts(hosts, trial),
                trial.treatment().traffic().duration(),
                time);
        hosts.forEach(h -> h.beginning(true));
        Optional<String> problem = guarded(() -> {
            arm(hosts);
            configure(hosts);
            enter(phases.measure());
            return measurement.measure(phases.measure().steps(), ready).or(() -> lostLock(hosts));
        });
        hosts.forEach(h -> h.beginning(false));
        problem.filter(text -> !interrupted).ifPresent(text -> listener.said(phase, text));
        TrialTeardown puttingBack = new TrialTeardown(phases, restorations, measurement, streams, directory, listener);
        TrialTeardown.TornDown ended = Uninterrupted.call(() -> puttingBack.end(trial, problem));
        return new TrialEnd(ended.record(), ended.verified(), interrupted || Thread.interrupted());
    }

    private void capture(List<TrialHost> hosts, List<Restoration> restorations) {
        enter(phases.snapshot());
        hosts.forEach(h -> h.lock().demand());
        try {
            List<String> captured = Parallel.map(restorations, Restoration::capture);
            Map<String, String> states = new TreeMap<>();
            for (int i = 0; i < hosts.size(); i++) {
                states.put(hosts.get(i).name(), captured.get(i));
            }
            demandRestorable(hosts);
            directory.storeState(StateFile.BEFORE, states);
            directory.demandWhole();
        } catch (RuntimeException e) {
            Uninterrupted.run(() -> restorations.forEach(r -> r.abandonAfter(e)));
            throw e;
        }
    }

    private void demandRestorable(List<TrialHost> hosts) {
        List<String> lost =
                Parallel.map(hosts, h -> Preflight.unrestorable(h.host(), h.agent(), trial.treatment())).stream()
                        .flatMap(List::stream)
                        .toList();
        if (!lost.isEmpty()) {
            throw new HostException(
                    "trial " + trial.folder() + " was not begun:\n  " + String.join("\n  ", lost),
                    HostException.HostFailure.NOT_SUPPORTED);
        }
    }

    private void arm(List<TrialHost> hosts) {
        enter(phases.arm());
        Parallel.map(on(phases.arm(), hosts), h -> {
            h.deadMan().arm();
            return h;
        });
    }

    private void configure(List<TrialHost> hosts) {
        enter(phases.configure());
        Parallel.map(on(phases.configure(), hosts), h -> {
            h.lock().demand();
            h.deadMan().keepArmed(Duration.ZERO);
            HostChanges own = trial.treatment().changes();
            new HostConfiguration(own.of(h.host()), own.of(settings), h.agent())
                    .configure(own.bare(h.host()))
                    .forEach(c -> listener.said(Phase.CONFIGURE, h.name() + ": " + c));
            own.sysctls().forEach(sysctl -> {
                h.agent().call(SettingScript.sysctl(sysctl.key().toString(), sysctl.value()));
                listener.said(Phase.CONFIGURE, h.name() + ": " + sysctl.key() + " " + sysctl.value());
            });
            return h;
        });
    }

    /** Of a host that another user took over meanwhile, nobody knows how the trial ended. A restart takes a lock with it. */
    private Optional<String> lostLock(List<TrialHost> hosts) {
        try {
            List<Integer> kept = IntStream.range(0, hosts.size())
                    .filter(i -> trial.shares().get(i).restart().isEmpty())
                    .boxed()
                    .toList();
            Parallel.map(kept, i -> {
                hosts.get(i).lock().confirm();
                return i;
            });
        } catch (HostException lost) {
            return Optional.of(lost.getMessage());
        } catch (RuntimeException unknown) {
            listener.said(Phase.MEASURE, String.valueOf(unknown.getMessage()));
        }
        return Optional.empty();
    }

    private void enter(PlannedPhase next) {
        phase = next.phase();
        listener.began(next);
    }

    private static List<TrialHost> on(PlannedPhase phase, List<TrialHost> hosts) {
        return hosts.stream().filter(h -> phase.on(h.name())).toList();
    }

    /** What touches the hosts. */
    private interface Touching {
        Optional<String> run() throws InterruptedException;
    }

    private Optional<String> guarded(Touching touching) {
        try {
            return touching.run();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (RuntimeException e) {
            boolean byRemote = e instanceof RemoteException r && r.kind() == RemoteException.RemoteFailure.INTERRUPTED;
            interrupted = byRemote || Thread.currentThread().isInterrupted();
            if (!interrupted) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        } catch (StackOverflowError | OutOfMemoryError e) {
            return Optional.of("internal error: " + e); // the hosts are restored all the same
        }
        return Optional.of("interrupted");
    }
}
