package io.pilab.run;

import io.pilab.host.ConnectedHost;
import io.pilab.host.HostException;
import io.pilab.host.HostLocks;
import io.pilab.host.Parallel;
import io.pilab.host.TrialHost;
import io.pilab.plan.Phase;
import io.pilab.plan.RunPlan;
import io.pilab.plan.TrialPlan;
import io.pilab.progress.RunEvent;
import io.pilab.progress.RunListeners;
import io.pilab.record.NotRestored;
import io.pilab.run.Restoration.Verified;
import io.pilab.store.RunDirectory;
import io.pilab.store.TrialDirectory;
import io.pilab.time.Time;
import io.pilab.time.Uninterrupted;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finishes a run whose controller went away: reads what the hosts kept, and proves that they are as before. */
public final class Resumption {
    private final RunPlan plan;
    private final List<ConnectedHost> sessions;
    private final HostLocks locks;
    private final RunListeners listener;
    private final Time time;

    public Resumption(RunPlan plan, List<ConnectedHost> sessions, HostLocks locks, RunListeners listener, Time time) {
        this.plan = plan;
        this.sessions = List.copyOf(sessions);
        this.locks = locks;
        this.listener = listener;
        this.time = time;
    }

    /** Ends the trial that was cut off; the hosts that are not as before. */
    public List<NotRestored> finish(RunDirectory run, TrialPlan trial) {
        Map<String, String> before = run.stateBefore(trial.folder());
        for (ConnectedHost session : sessions) {
            if (!before.containsKey(session.name())) {
                throw new HostException("trial " + trial.folder() + " was cut off before " + session.name()
                        + " was touched, there is nothing to collect; free the hosts with: pilab restore");
            }
        }
        Parallel.map(sessions, s -> {
            s.agent().install();
            return s;
        });
        String id = run.name() + "-" + trial.folder();
        List<TrialHost> hosts = locks.takeUp(sessions, id).stream()
                .map(s -> new TrialHost(s, id, plan.deadmanSeconds(trial), text -> listener.said(Phase.MEASURE, text)))
                .toList();
        hosts.forEach(TrialHost::bringBack);
        listener.trialBegan(trial, plan.trials().size());
        return Restoration.notRestored(finish(run.name(), trial, hosts, before, run.resumeTrial(trial.folder())));
    }

    private List<Verified> finish(
            String run, TrialPlan trial, List<TrialHost> hosts, Map<String, String> before, TrialDirectory directory) {
        TrialStreams streams = new TrialStreams(run, trial.folder(), trial.treatment(), directory, listener);
        TrialExecution measurement = new TrialExecution(
                run,
                trial,
                streams.hosts(hosts, trial),
                trial.treatment().traffic().duration(),
                time);
        listener.began(Phase.MEASURE, "waiting for the hosts to finish " + trial.folder());
        Optional<String> problem = wait(measurement, directory);
        List<Restoration> restorations = hosts.stream()
                .map(h -> Restoration.of(h, run + "-" + trial.folder(), trial.treatment(), before.get(h.name()), time))
                .toList();
        TrialTeardown puttingBack =
                new TrialTeardown(plan.phases(trial), restorations, measurement, streams, directory, listener);
        TrialTeardown.TornDown ended = Uninterrupted.call(() -> puttingBack.end(trial, problem));
        listener.tell(new RunEvent.TrialEnded(ended.record()));
        return ended.verified();
    }

    private static Optional<String> wait(TrialExecution measurement, TrialDirectory directory) {
        try {
            return measurement.resume(directory::stored);
        } catch (InterruptedException e) {
            return Optional.of("interrupted");
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
