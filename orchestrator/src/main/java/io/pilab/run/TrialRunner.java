package io.pilab.run;

import io.pilab.model.MptcpSettings;
import io.pilab.plan.HostShare;
import io.pilab.plan.Phase;
import io.pilab.plan.TrialPlan;
import io.pilab.provision.AgentJson;
import io.pilab.provision.HostConfiguration;
import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import io.pilab.run.Measurement.HostTrial;
import io.pilab.run.Restoration.Verified;
import io.pilab.scenario.Scenario;
import io.pilab.spool.HostSpool;
import io.pilab.store.TrialDirectory;
import io.pilab.store.TrialDirectory.State;
import java.util.ArrayList;
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
    private final RunListener listener;
    private final Pause pause;

    private final List<Event> events = new ArrayList<>();
    private final Map<String, HostSpool> spools = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Map<String, Long>> counters = new TreeMap<>();

    TrialRunner(
            String run,
            TrialPlan trial,
            Scenario scenario,
            int deadmanSeconds,
            MptcpSettings settings,
            TrialDirectory directory,
            RunListener listener,
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

    /** The trial's record, and what of each host is not as before. */
    record Ended(TrialRecord record, List<Verified> verified) {}

    Ended run(Session client, Session server) {
        List<Session> sessions = List.of(client, server);
        String id = run + "-" + trial.folder();
        List<Restoration> restorations = sessions.stream()
                .map(s -> new Restoration(s.agent(), id, pause))
                .toList();
        listener.progress(Phase.SNAPSHOT, "trial " + trial.folder());
        directory.storeState(State.BEFORE, captureAll(sessions, restorations));
        Optional<String> problem = Optional.empty();
        List<Verified> verified = List.of();
        Measurement measurement =
                new Measurement(run, trial, host(client, trial.client()), host(server, trial.server()), pause);
        boolean armed = false;
        try {
            listener.progress(Phase.ARM, "the hosts restore themselves after " + deadmanSeconds + " s");
            Parallel.map(restorations, r -> {
                r.arm(deadmanSeconds);
                return r;
            });
            armed = true;
            problem = configureAndMeasure(sessions, measurement);
        } catch (InterruptedException e) {
            problem = Optional.of("interrupted");
        } catch (RuntimeException e) {
            problem = Optional.of(e.getMessage());
        } finally {
            Thread.interrupted(); // putting the hosts back goes first; the command ends right after
            verified = putBack(restorations, measurement, armed);
        }
        return finish(problem, verified);
    }

    private Map<String, String> captureAll(List<Session> sessions, List<Restoration> restorations) {
        Map<String, String> states = new TreeMap<>();
        try {
            for (int i = 0; i < sessions.size(); i++) {
                states.put(sessions.get(i).name(), restorations.get(i).capture());
            }
        } catch (RuntimeException e) {
            restorations.subList(0, states.size()).forEach(Restoration::abandon);
            throw e;
        }
        return states;
    }

    private Optional<String> configureAndMeasure(List<Session> sessions, Measurement measurement)
            throws InterruptedException {
        Parallel.map(sessions, s -> {
            HostConfiguration configuration = new HostConfiguration(s.host(), settings, s.agent());
            configuration.apply().changes().forEach(c -> listener.progress(Phase.CONFIGURE, s.name() + ": " + c));
            return s;
        });
        listener.progress(Phase.MEASURE, trial.folder());
        return measurement.measure();
    }

    private List<Verified> putBack(List<Restoration> restorations, Measurement measurement, boolean armed) {
        listener.progress(Phase.COLLECT, "the rest of the spools");
        Optional<String> uncollected = armed ? measurement.stopAndCollect() : Optional.empty();
        uncollected.ifPresent(p -> listener.progress(Phase.COLLECT, p));
        spools.forEach(this::finishSpool);
        listener.progress(Phase.RESTORE, "what was captured");
        List<Verified> verified = Parallel.map(restorations, Restoration::restoreOrTell);
        for (Verified host : verified) {
            listener.progress(
                    Phase.VERIFY,
                    host.host() + (host.empty() ? ": nothing differs" : ": " + String.join("; ", host.difference())));
            accept(List.of(new Event.Restore(lastTime(host.host()), host.host(), host.empty(), host.difference())));
        }
        return verified;
    }

    private void finishSpool(String host, HostSpool spool) {
        HostSpool.Finished finished = spool.finish();
        accept(finished.events());
        counters.put(host, finished.mptcpCounters());
        finished.warnings().forEach(w -> warnings.add(host + ": " + w));
    }

    private Ended finish(Optional<String> problem, List<Verified> verified) {
        Map<String, String> after = new TreeMap<>();
        Map<String, String> difference = new TreeMap<>();
        for (Verified host : verified) {
            after.put(host.host(), host.after());
            difference.put(host.host(), AgentJson.text(host.difference()));
        }
        directory.storeState(State.AFTER, after);
        directory.storeState(State.DIFFERENCE, difference);
        return new Ended(directory.finish(counters, problem, warnings), verified);
    }

    private HostTrial host(Session session, HostShare share) {
        HostSpool spool = HostSpool.of(session.host(), scenario.traffic(), scenario.timeline());
        spools.put(session.name(), spool);
        AgentLog log = new AgentLog();
        SpoolReader reader = new SpoolReader(session.agent(), run, trial.folder(), (file, bytes) -> {
            directory.appendRaw(session.name(), file, bytes);
            if (file.equals("agent.jsonl")) {
                log.append(bytes);
            }
            accept(spool.accept(file, bytes));
        });
        return new HostTrial(session, share, reader, log);
    }

    private void accept(List<Event> found) {
        events.addAll(found);
        directory.append(found);
        found.forEach(listener::event);
    }

    private double lastTime(String host) {
        return events.stream()
                .filter(e -> e.host().equals(host))
                .mapToDouble(Event::t)
                .max()
                .orElse(0);
    }
}
