package io.pilab.run;

import io.pilab.configure.HostConfiguration;
import io.pilab.host.ConnectedHost;
import io.pilab.host.HostException;
import io.pilab.host.Parallel;
import io.pilab.host.Pause;
import io.pilab.host.Uninterrupted;
import io.pilab.lab.MptcpSettings;
import io.pilab.lab.Role;
import io.pilab.plan.Phase;
import io.pilab.plan.TrialPlan;
import io.pilab.preflight.Preflight;
import io.pilab.progress.RunListeners;
import io.pilab.record.TrialRecord;
import io.pilab.remote.RemoteException;
import io.pilab.run.Restoration.Verified;
import io.pilab.scenario.Scenario;
import io.pilab.store.TrialDirectory;
import io.pilab.store.TrialDirectory.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One trial, from the snapshot to the proof that nothing is left of it. */
final class TrialRunner {
    private final String run;
    private final TrialPlan trial;
    private final Scenario scenario;
    private final int deadmanSeconds;
    private final MptcpSettings settings;
    private final TrialDirectory directory;
    private final RunListeners listener;
    private final Pause pause;
    private Phase phase = Phase.SNAPSHOT;
    private boolean interrupted;

    TrialRunner(
            String run,
            TrialPlan trial,
            Scenario scenario,
            int deadmanSeconds,
            MptcpSettings settings,
            TrialDirectory directory,
            RunListeners listener,
            Pause pause) {
        this.run = run;
        this.trial = trial;
        this.scenario = scenario;
        this.deadmanSeconds = deadmanSeconds;
        this.settings = settings;
        this.directory = directory;
        this.listener = listener;
        this.pause = pause;
    }

    /** The trial's record, what of each host is not as before, and whether the operator ended it. */
    record Ended(TrialRecord record, List<Verified> verified, boolean interrupted) {}

    /** On the plan's hosts, in its order; throws only while nothing has been touched. */
    Ended run(List<ConnectedHost> sessions) {
        String id = run + "-" + trial.folder();
        List<Restoration> restorations = sessions.stream()
                .map(s -> new Restoration(s, id, scenario, pause))
                .toList();
        for (int i = 0; i < sessions.size(); i++) {
            Restoration restoration = restorations.get(i);
            ConnectedHost session = sessions.get(i);
            session.watchRestarts(text -> listener.said(Phase.MEASURE, text), () -> restoration.rearm(deadmanSeconds));
            session.armed(least -> restoration.keepArmed(deadmanSeconds, least));
        }
        capture(sessions, restorations);
        TrialStreams streams = new TrialStreams(run, trial.folder(), scenario, directory, listener);
        TrialExecution measurement = new TrialExecution(run, trial, streams.hosts(sessions, trial), pause);
        sessions.forEach(s -> s.beginning(true));
        Optional<String> problem = guarded(() -> {
            arm(restorations);
            return configureAndMeasure(sessions, measurement);
        });
        sessions.forEach(s -> s.beginning(false));
        problem.filter(text -> !interrupted).ifPresent(text -> listener.said(phase, text));
        TrialTeardown puttingBack = new TrialTeardown(restorations, measurement, streams, directory, listener);
        TrialTeardown.Ended ended = Uninterrupted.call(() -> puttingBack.end(trial, problem));
        return new Ended(ended.record(), ended.verified(), interrupted || Thread.interrupted());
    }

    private void capture(List<ConnectedHost> sessions, List<Restoration> restorations) {
        listener.began(Phase.SNAPSHOT, "trial " + trial.folder());
        Map<String, String> states = new TreeMap<>();
        sessions.forEach(ConnectedHost::demandLock);
        try {
            for (int i = 0; i < sessions.size(); i++) {
                states.put(sessions.get(i).name(), restorations.get(i).capture());
            }
            demandRestorable(sessions);
            directory.storeState(State.BEFORE, states);
            directory.demandWhole();
        } catch (RuntimeException e) {
            Uninterrupted.run(() -> restorations.forEach(r -> r.abandonAfter(e)));
            throw e;
        }
    }

    private void demandRestorable(List<ConnectedHost> sessions) {
        List<String> lost = Parallel.map(sessions, s -> Preflight.unrestorable(s, scenario)).stream()
                .flatMap(List::stream)
                .toList();
        if (!lost.isEmpty()) {
            throw new HostException(
                    "trial " + trial.folder() + " was not begun:\n  " + String.join("\n  ", lost),
                    HostException.Kind.NOT_SUPPORTED);
        }
    }

    private void arm(List<Restoration> restorations) {
        enter(Phase.ARM, "the hosts restore themselves after " + deadmanSeconds + " s");
        Parallel.map(restorations, r -> {
            r.arm(deadmanSeconds);
            return r;
        });
    }

    private Optional<String> configureAndMeasure(List<ConnectedHost> sessions, TrialExecution measurement)
            throws InterruptedException {
        List<ConnectedHost> pair =
                sessions.stream().filter(s -> s.host().role() != Role.HELPER).toList();
        phase = Phase.CONFIGURE;
        Parallel.map(pair, s -> {
            s.demandLock();
            s.demandArmed(Duration.ZERO);
            HostConfiguration configuration = new HostConfiguration(s.host(), settings, s.agent());
            configuration.configure().forEach(c -> listener.said(Phase.CONFIGURE, s.name() + ": " + c));
            return s;
        });
        enter(Phase.MEASURE, trial.folder());
        return measurement.measure().or(() -> lostLock(sessions));
    }

    /** Of a host that somebody took over meanwhile, nobody knows what became of the trial. A restart takes a lock with it. */
    private Optional<String> lostLock(List<ConnectedHost> sessions) {
        try {
            for (int i = 0; i < sessions.size(); i++) {
                if (trial.shares().get(i).restart().isEmpty()) {
                    sessions.get(i).confirmLock();
                }
            }
        } catch (HostException lost) {
            return Optional.of(lost.getMessage());
        } catch (RuntimeException unknown) {
            listener.said(Phase.MEASURE, String.valueOf(unknown.getMessage()));
        }
        return Optional.empty();
    }

    private void enter(Phase next, String text) {
        phase = next;
        listener.began(next, text);
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
            boolean byRemote = e instanceof RemoteException r && r.kind() == RemoteException.Kind.INTERRUPTED;
            interrupted = byRemote || Thread.currentThread().isInterrupted();
            if (!interrupted) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        } catch (StackOverflowError | OutOfMemoryError e) {
            return Optional.of("internal error: " + e); // the hosts are put back all the same
        }
        return Optional.of("interrupted");
    }
}
