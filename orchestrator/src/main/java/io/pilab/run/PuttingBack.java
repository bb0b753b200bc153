package io.pilab.run;

import io.pilab.plan.Phase;
import io.pilab.provision.AgentJson;
import io.pilab.record.Event;
import io.pilab.run.Restoration.Verified;
import io.pilab.store.TrialDirectory;
import io.pilab.store.TrialDirectory.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The end of every trial that began: whatever fails on the way, each host is put back. */
final class PuttingBack {
    private final List<Restoration> restorations;
    private final Measurement measurement;
    private final TrialStreams streams;
    private final TrialDirectory directory;
    private final RunListener listener;
    private final List<String> problems = new ArrayList<>();

    PuttingBack(
            List<Restoration> restorations,
            Measurement measurement,
            TrialStreams streams,
            TrialDirectory directory,
            RunListener listener) {
        this.restorations = restorations;
        this.measurement = measurement;
        this.streams = streams;
        this.directory = directory;
        this.listener = listener;
    }

    /** What each host looks like afterwards. */
    List<Verified> putBack() {
        listener.progress(Phase.COLLECT, "the rest of the spools");
        measurement.stop().forEach(this::problem);
        List<String> uncollected = measurement.collect();
        listener.progress(Phase.RESTORE, "what was captured");
        List<Verified> verified = Parallel.map(restorations, Restoration::restoreOrTell);
        if (!uncollected.isEmpty()) {
            // The way to a host may have been what the fault cut, and be back now.
            measurement.collect().forEach(this::problem);
        }
        verified.forEach(this::tell);
        return verified;
    }

    /** What went wrong besides the hosts' own state; the trial's data may lack something. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private void problem(String text) {
        problems.add(text);
        listener.progress(Phase.COLLECT, text);
    }

    private void tell(Verified host) {
        listener.progress(
                Phase.VERIFY,
                host.host() + (host.empty() ? ": nothing differs" : ": " + String.join("; ", host.difference())));
    }

    /** Stores how the hosts were put back. */
    void record(List<Verified> verified) {
        Map<String, String> after = new TreeMap<>();
        Map<String, String> difference = new TreeMap<>();
        for (Verified host : verified) {
            after.put(host.host(), host.after());
            difference.put(host.host(), AgentJson.text(host.difference()));
            streams.accept(List.of(
                    new Event.Restore(streams.lastTime(host.host()), host.host(), host.empty(), host.difference())));
        }
        directory.storeState(State.AFTER, after);
        directory.storeState(State.DIFFERENCE, difference);
    }
}
