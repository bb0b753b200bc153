package io.pilab.run;

import io.pilab.host.ConnectionMonitor;
import io.pilab.host.TrialHost;
import io.pilab.plan.HostShare;
import io.pilab.plan.Phase;
import io.pilab.plan.TrialPlan;
import io.pilab.progress.RunListeners;
import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import io.pilab.record.TrialRecord.ServerZero;
import io.pilab.scenario.Treatment;
import io.pilab.spool.HostSpool;
import io.pilab.store.TrialDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What comes from the hosts during a trial: stored as it is, understood, and reported. */
final class TrialStreams {
    private final String run;
    private final String trial;
    private final Treatment treatment;
    private final TrialDirectory directory;
    private final RunListeners listener;
    private final List<Event> events = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, HostSpool> spools = new TreeMap<>();
    private final Map<String, SpoolReader> readers = new TreeMap<>();
    private boolean troubleTold;

    TrialStreams(String run, String trial, Treatment treatment, TrialDirectory directory, RunListeners listener) {
        this.run = run;
        this.trial = trial;
        this.treatment = treatment;
        this.directory = directory;
        this.listener = listener;
    }

    /** Each host's share, read into here; in the plan's order. */
    List<HostTrial> hosts(List<TrialHost> sessions, TrialPlan plan) {
        List<HostShare> shares = plan.shares();
        return IntStream.range(0, shares.size())
                .mapToObj(i -> host(sessions.get(i), shares.get(i)))
                .toList();
    }

    private HostTrial host(TrialHost session, HostShare share) {
        HostSpool spool = HostSpool.of(session.host(), treatment.traffic(), treatment.timeline());
        spools.put(session.name(), spool);
        SpoolReader reader = new SpoolReader(session.agent(), run, trial, share.limit(), (file, bytes) -> {
            directory.appendRaw(session.name(), file.fileName(), bytes);
            accept(spool.accept(file, bytes));
        });
        readers.put(session.name(), reader);
        ConnectionMonitor contact = new ConnectionMonitor(session.name(), text -> listener.said(Phase.MEASURE, text));
        return new HostTrial(session, share, reader, contact, spool.log());
    }

    /** The hosts may tell of them at once. */
    synchronized void accept(List<Event> found) {
        events.addAll(found);
        directory.append(found);
        found.forEach(listener::happened);
        directory.trouble().filter(why -> !troubleTold).ifPresent(why -> {
            troubleTold = true;
            listener.said(Phase.MEASURE, "the record cannot be written, the run continues without it for now: " + why);
        });
    }

    /** Whether everything that came is on the disk. */
    boolean stored() {
        return directory.trouble().isEmpty();
    }

    /** The latest time that a host spoke of, seconds. */
    synchronized double lastTime(String host) {
        return events.stream()
                .filter(e -> e.host().equals(host))
                .mapToDouble(Event::t)
                .max()
                .orElse(0);
    }

    /** No more bytes will come; the trial's record. */
    TrialRecord finish(Optional<ServerZero> serverZero, Optional<String> problem) {
        Map<String, Map<String, Long>> counters = new TreeMap<>();
        spools.forEach((host, spool) -> {
            HostSpool.Finished finished = spool.finish();
            accept(finished.events());
            counters.put(host, finished.mptcpCounters());
            finished.warnings().forEach(w -> warnings.add(host + ": " + w));
            readers.get(host)
                    .cut()
                    .forEach(file -> warnings.add(host + ": " + file.fileName()
                            + ": larger than such a trial's can be; the rest of it was not read"));
        });
        return directory.finish(counters, serverZero, problem, warnings);
    }
}
