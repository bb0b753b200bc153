package io.pilab.run;

import io.pilab.host.AgentJson;
import io.pilab.host.Parallel;
import io.pilab.plan.Phase;
import io.pilab.plan.TrialPhases;
import io.pilab.plan.TrialPlan;
import io.pilab.progress.RunListeners;
import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import io.pilab.run.Restoration.Verified;
import io.pilab.store.TrialDirectory;
import io.pilab.store.TrialDirectory.StateFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The end of every trial that began: whatever fails on the way, each host is restored. */
final class TrialTeardown {
    /** No host waits longer for its restore because of what another has still to tell. */
    private static final Duration BEFORE_RESTORE = Duration.ofSeconds(10);

    private static final Duration AFTER_RESTORE = Duration.ofMinutes(1);

    private final TrialPhases phases;
    private final List<Restoration> restorations;
    private final TrialExecution measurement;
    private final TrialStreams streams;
    private final TrialDirectory directory;
    private final RunListeners listener;
    private final List<String> problems = new ArrayList<>();

    TrialTeardown(
            TrialPhases phases,
            List<Restoration> restorations,
            TrialExecution measurement,
            TrialStreams streams,
            TrialDirectory directory,
            RunListeners listener) {
        this.phases = phases;
        this.restorations = restorations;
        this.measurement = measurement;
        this.streams = streams;
        this.directory = directory;
        this.listener = listener;
    }

    /** The trial's record, and what each host looks like afterwards. */
    record TornDown(TrialRecord record, List<Verified> verified) {}

    /** Puts the hosts back and ends the record; {@code problem} is what went wrong before. */
    TornDown end(TrialPlan trial, Optional<String> problem) {
        List<Verified> verified = putBack();
        List<String> all = new ArrayList<>(problem.stream().toList());
        problems.stream()
                .filter(p -> problem.filter(first -> first.contains(p)).isEmpty())
                .forEach(all::add);
        Optional<String> told = all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
        return new TornDown(record(trial, verified, told), verified);
    }

    /** Whatever happens here, what is known of the hosts must not be lost with it. */
    private TrialRecord record(TrialPlan trial, List<Verified> verified, Optional<String> told) {
        try {
            store(verified);
            return streams.finish(measurement.serverZero(), told);
        } catch (RuntimeException e) {
            return TrialRecord.broken(trial.number(), trial.arm(), trial.path(), "its record could not be ended: " + e);
        }
    }

    private List<Verified> putBack() {
        listener.began(phases.collect());
        measurement.stop().forEach(this::problem);
        measurement.awaitRestarts().forEach(this::problem);
        List<String> uncollected = measurement.collect(BEFORE_RESTORE, streams::stored);
        listener.began(phases.restore());
        List<Verified> verified = Parallel.map(restorations, Restoration::restoreOrTell);
        if (!uncollected.isEmpty()) {
            // The way to a host may have been what the fault cut, and be back now.
            measurement.collect(AFTER_RESTORE, streams::stored).forEach(this::problem);
        }
        listener.began(phases.verify());
        verified.forEach(this::tell);
        return verified;
    }

    private void problem(String text) {
        if (problems.contains(text)) {
            return; // a host that is out of reach answers each question alike
        }
        problems.add(text);
        listener.said(Phase.COLLECT, text);
    }

    private void tell(Verified host) {
        listener.said(
                Phase.VERIFY,
                host.host() + (host.empty() ? ": nothing differs" : ": " + String.join("; ", host.difference())));
        if (!host.left().isEmpty()) {
            listener.said(
                    Phase.VERIFY, host.host() + ": left alone, not of this trial: " + String.join("; ", host.left()));
        }
    }

    /** Stores how the hosts were restored. */
    private void store(List<Verified> verified) {
        Map<String, String> after = new TreeMap<>();
        Map<String, String> difference = new TreeMap<>();
        for (Verified host : verified) {
            after.put(host.host(), host.after());
            difference.put(host.host(), AgentJson.text(host.difference()));
            streams.accept(List.of(new Event.Restore(
                    streams.lastTime(host.host()), host.host(), host.empty(), host.difference(), host.left())));
        }
        directory.storeState(StateFile.AFTER, after);
        directory.storeState(StateFile.DIFFERENCE, difference);
    }
}
