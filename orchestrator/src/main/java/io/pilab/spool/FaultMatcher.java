package io.pilab.spool;

import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.Phase;
import io.pilab.scenario.TimedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Finds the kernel's own notification of each fault that the agent says it fired.
 *
 * <p>Actual time: the kernel's notification minus t = 0, uncertain by what t = 0 is uncertain by. Without one: the
 * agent's time before it started the command, uncertain by the command's duration as well.
 */
final class FaultMatcher {
    /** Nanoseconds, of a command whose end the agent did not record. */
    static final long UNKNOWN_DURATION = 50_000_000L;

    private static final long EARLY = 50_000_000L;
    private static final long LATE = 2_000_000_000L;

    private record Fired(long time, long done, Phase phase, TimedFault fault, int code) {
        String networkInterface() {
            return fault.fault().interfaces().stream().sorted().findFirst().orElse("");
        }

        /** Whether the kernel tells of this fault at all. */
        boolean changesLink() {
            return fault.fault().movesLink() && code == 0;
        }

        boolean explains(Change change) {
            return change.networkInterface.equals(networkInterface())
                    && change.up == (phase == Phase.HEAL)
                    && change.time >= time - EARLY
                    && change.time <= time + LATE;
        }
    }

    private record Change(long time, String networkInterface, boolean up) {}

    private final String host;
    private final List<TimedFault> faults;
    private final Findings findings;
    private final List<Fired> waiting = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    FaultMatcher(String host, List<TimedFault> faults, Findings findings) {
        this.host = host;
        this.faults = List.copyOf(faults);
        this.findings = findings;
    }

    /** The agent fired a fault; false if this host has none of that index. Times are epoch nanoseconds. */
    boolean fired(long time, long done, Phase phase, int index, int code) {
        if (index < 0 || index >= faults.size()) {
            return false;
        }
        Fired fired = new Fired(time, done, phase, faults.get(index), code);
        if (fired.changesLink()) {
            waiting.add(fired);
            match();
        } else {
            withoutKernel(fired);
        }
        return true;
    }

    /** The kernel told of a link. */
    void link(long time, String networkInterface, boolean up) {
        changes.add(new Change(time, networkInterface, up));
        match();
        // The kernel's notifications come in order: past its window a fault will not be told of any more.
        Iterator<Fired> left = waiting.iterator();
        while (left.hasNext()) {
            Fired fired = left.next();
            if (time > fired.time + LATE) {
                left.remove();
                withoutKernel(fired);
            }
        }
    }

    void end() {
        waiting.forEach(this::withoutKernel);
        waiting.clear();
    }

    private void match() {
        Iterator<Fired> open = waiting.iterator();
        while (open.hasNext()) {
            Fired fired = open.next();
            changes.stream().filter(fired::explains).findFirst().ifPresent(change -> {
                open.remove();
                changes.remove(change);
                emit(fired, change.time, 0);
            });
        }
    }

    private void withoutKernel(Fired fired) {
        emit(fired, fired.time, Math.max(0, fired.done - fired.time) / 1e9);
    }

    private void emit(Fired fired, long actual, double more) {
        TimedFault fault = fired.fault;
        Duration requested =
                fired.phase == Phase.INJECT ? fault.at() : fault.healAt().orElse(fault.at());
        findings.at(
                actual,
                t -> new Event.FaultFired(
                        t,
                        host,
                        fault.fault().kind(),
                        fired.networkInterface(),
                        fired.phase,
                        requested.toNanos() / 1e9,
                        t,
                        findings.zeroUncertainty() + more,
                        fired.code));
    }
}
