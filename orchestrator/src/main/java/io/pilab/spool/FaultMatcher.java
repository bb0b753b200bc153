package io.pilab.spool;

import io.pilab.fault.LinkState;
import io.pilab.lab.Role;
import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the kernel's own notification of each fault that the agent says it fired.
 *
 * <p>Actual time: the kernel's notification minus t = 0, uncertain by what t = 0 is uncertain by. Without one: the
 * agent's time before it started the command, uncertain by the command's duration as well; but a carrier of which the
 * kernel tells nothing has not changed, whatever the switch said.
 */
final class FaultMatcher {
    /** Nanoseconds, of a command whose end the agent did not record. */
    static final long UNKNOWN_DURATION = 50_000_000L;

    private static final long EARLY = 50_000_000L;

    private record Fired(
            long time,
            long done,
            FaultPhase phase,
            int step,
            TimedFault fault,
            int code,
            Optional<Event.FaultFired.Loss> loss) {
        String networkInterface() {
            return fault.fault().interfaces().stream().sorted().findFirst().orElse("");
        }

        /** What the kernel tells of, if it does so at all. */
        Optional<LinkState> state() {
            return fault.fault().moves().filter(state -> code == 0);
        }

        boolean explains(LinkChange change) {
            boolean back = phase == FaultPhase.HEAL;
            boolean so = state().orElseThrow() == LinkState.ADMINISTRATIVE
                    ? change.up == back
                    : change.up && change.running == back;
            return so
                    && change.networkInterface.equals(networkInterface())
                    && change.time >= time - EARLY
                    && change.time <= latest();
        }

        long latest() {
            return time + state().orElseThrow().latest().toNanos();
        }
    }

    private record LinkChange(long time, String networkInterface, boolean up, boolean running) {}

    private final String host;
    private final Timeline timeline;
    private final List<Integer> steps;
    private final Findings findings;
    private final List<Fired> waiting = new ArrayList<>();
    private final List<LinkChange> changes = new ArrayList<>();

    FaultMatcher(String host, Role role, Timeline timeline, Findings findings) {
        this.host = host;
        this.timeline = timeline;
        this.steps = timeline.steps(role);
        this.findings = findings;
    }

    /** The step of a fault by its number among those of this host alone. */
    OptionalInt step(int index) {
        return index >= 0 && index < steps.size() ? OptionalInt.of(steps.get(index)) : OptionalInt.empty();
    }

    /** The agent fired a fault; false if that step is none of this host. Times are epoch nanoseconds. */
    boolean fired(long time, long done, FaultPhase phase, int step, int code, Optional<Event.FaultFired.Loss> loss) {
        if (!steps.contains(step)) {
            return false;
        }
        Fired fired = new Fired(time, done, phase, step, timeline.faults().get(step), code, loss);
        if (fired.state().isPresent()) {
            waiting.add(fired);
            match();
        } else {
            withoutKernel(fired);
        }
        return true;
    }

    /** The kernel reported a link: whether it is set up, and whether it has its carrier as well. */
    void link(long time, String networkInterface, boolean up, boolean running) {
        changes.add(new LinkChange(time, networkInterface, up, running));
        match();
        // The kernel's notifications come in order: past its window a fault will not be reported any more.
        Iterator<Fired> left = waiting.iterator();
        while (left.hasNext()) {
            Fired fired = left.next();
            if (time > fired.latest()) {
                left.remove();
                untold(fired);
            }
        }
    }

    void end() {
        waiting.forEach(this::untold);
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

    private void untold(Fired fired) {
        if (fired.state().orElseThrow() == LinkState.CARRIER) {
            findings.warn(
                    "link.txt",
                    "the switch was commanded, but " + fired.networkInterface()
                            + (fired.phase == FaultPhase.INJECT ? " kept its carrier" : " did not get its carrier back")
                            + "; are the `switch` commands of the lab file those of its port?");
        } else {
            withoutKernel(fired);
        }
    }

    private void withoutKernel(Fired fired) {
        emit(fired, fired.time, Math.max(0, fired.done - fired.time) / 1e9);
    }

    private void emit(Fired fired, long actual, double more) {
        TimedFault fault = fired.fault;
        Duration requested =
                fired.phase == FaultPhase.INJECT ? fault.at() : fault.healAt().orElse(fault.at());
        findings.at(
                actual,
                t -> new Event.FaultFired(
                        t,
                        host,
                        OptionalInt.of(fired.step),
                        fault.fault().kind(),
                        fired.networkInterface(),
                        fired.phase,
                        requested.toNanos() / 1e9,
                        t,
                        findings.zeroUncertainty() + more,
                        fired.code,
                        fired.loss));
    }
}
