package io.pilab.config;

import io.pilab.config.ScenarioDraft.ArmDraft;
import io.pilab.config.ScenarioDraft.FaultDraft;
import io.pilab.config.ScenarioDraft.TrafficDraft;
import io.pilab.fault.Fault;
import io.pilab.lab.Protocol;
import io.pilab.lab.Role;
import io.pilab.scenario.Timeline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Checks what must hold between the parts of what an arm does. */
final class ArmChecks {
    private static final Duration EARLIEST_ON_HELPER = Duration.ofSeconds(1);

    private final ArmDraft arm;
    private final Problems problems;

    ArmChecks(ArmDraft arm, Problems problems) {
        this.arm = arm;
        this.problems = problems;
    }

    void run() {
        arm.timeline().forEach(this::window);
        arm.completeFaults().stream()
                .filter(f -> f.on().equals(Optional.of(Role.HELPER)))
                .forEach(this::onHelper);
        overlaps();
        afterRestarts();
        tcpArm();
    }

    /** A fault must leave room for a baseline before it, and end before the traffic does. */
    private void window(FaultDraft fault) {
        Optional<TrafficDraft> traffic = arm.traffic();
        if (traffic.isEmpty() || fault.at().isEmpty()) {
            return;
        }
        Placed<Duration> at = fault.at().get();
        Duration interval = traffic.get().intervalOrDefault();
        if (at.value().compareTo(interval) < 0) {
            problems.add(
                    at.place(),
                    "before the first interval of " + Quantity.seconds(interval)
                            + " is over there is no baseline to compare with; use " + Quantity.seconds(interval)
                            + " or later");
        }
        traffic.get().duration().map(Placed::value).ifPresent(end -> {
            if (at.value().compareTo(end) >= 0) {
                problems.add(at.place(), "the traffic is over at " + Quantity.seconds(end) + "; use an earlier time");
            } else if (fault.holdFor().isPresent() && end(fault, end).compareTo(end) > 0) {
                problems.add(
                        fault.holdFor().get().place(),
                        "would be healed at " + Quantity.seconds(end(fault, end)) + ", after the traffic's end at "
                                + Quantity.seconds(end) + "; shorten it, or remove it to last until the end");
            }
        });
    }

    /** A helper learns t = 0 from the controller, which takes time. It has no part in the traffic. */
    private void onHelper(FaultDraft draft) {
        Placed<Duration> at = draft.at().get();
        if (at.value().compareTo(EARLIEST_ON_HELPER) < 0) {
            problems.add(
                    at.place(),
                    "a helper hears of the traffic's start from the controller; use "
                            + Quantity.seconds(EARLIEST_ON_HELPER) + " or later");
        }
        Fault fault = draft.fault().get();
        if (fault.ofPair() || fault.peer().isPresent()) {
            String what = fault.peer().isPresent() ? "has no `peer`" : "has no part in the traffic, and no endpoint";
            problems.add(
                    draft.onPlace(),
                    "a helper " + what + "; put " + fault.kind() + " on client or server, or name another fault");
        }
    }

    private void overlaps() {
        List<FaultDraft> faults = arm.completeFaults();
        for (int later = 1; later < faults.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                overlap(faults.get(earlier), faults.get(later));
            }
        }
    }

    private void overlap(FaultDraft a, FaultDraft b) {
        boolean sameTarget = a.on().equals(b.on())
                && (a.fault().get().kind().equals(b.fault().get().kind())
                        || (a.fault().get().moves().isPresent()
                                && b.fault().get().moves().isPresent()))
                && !Collections.disjoint(
                        a.fault().get().interfaces(), b.fault().get().interfaces());
        Duration never = Duration.ofSeconds(Long.MAX_VALUE);
        if (sameTarget
                && a.timed().at().compareTo(end(b, never)) <= 0
                && b.timed().at().compareTo(end(a, never)) <= 0) {
            problems.add(
                    b.place(),
                    a.fault().get().kind() + " of the same interface as on line "
                            + a.place().line()
                            + ", at the same time; shorten `for` of the earlier or start the later after it is healed");
        }
    }

    /** A host fires its own timeline, and a restart ends that. */
    private void afterRestarts() {
        for (FaultDraft restart : arm.completeFaults()) {
            if (restart.fault().get().restarts()) {
                arm.completeFaults().stream()
                        .filter(f -> !f.place().equals(restart.place()) && f.on().equals(restart.on()))
                        .filter(f ->
                                end(f, f.timed().at()).compareTo(restart.timed().at()) >= 0)
                        .forEach(f -> problems.add(
                                f.place(),
                                "would happen or be healed after the "
                                        + restart.on().get().label()
                                        + " restarts, on line "
                                        + restart.place().line()
                                        + ": with that its timeline ends; let it end before, or put it on the other"
                                        + " host"));
            }
        }
    }

    /** When a fault is healed. Without {@code for}, that is at {@code last}. */
    private static Duration end(FaultDraft fault, Duration last) {
        return fault.holdFor()
                .map(hold -> fault.at().orElseThrow().value().plus(hold.value()))
                .orElse(last);
    }

    /** Plain TCP over another interface than the failing one would not notice the fault, and the comparison would be meaningless. */
    private void tcpArm() {
        if (arm.arm().value().protocol() != Protocol.TCP
                || arm.over().isPresent()
                || arm.timeline().isEmpty()
                || arm.completeFaults().size() != arm.timeline().size()) {
            return;
        }
        Timeline timeline = arm.completeTimeline();
        List<String> hit = Role.PAIR.stream()
                .flatMap(role -> timeline.interfaces(role).stream().map(i -> role.label() + "." + i))
                .sorted()
                .toList();
        if (hit.isEmpty()
                && arm.completeFaults().stream().anyMatch(f -> f.fault().get().restarts())) {
            return; // a restart hits the host whatever its interface
        }
        String why = "a tcp arm is bound to the interface that fails";
        if (hit.size() != 1) {
            problems.add(
                    arm.arm().place(),
                    why + ", so the faults have to hit exactly one, here "
                            + (hit.isEmpty() ? "none" : String.join(" and ", hit))
                            + "; remove the arm, give it an interface with `over`"
                            + (hit.isEmpty() ? ", or add a fault" : ", or split the scenario"));
            return;
        }
        arm.traffic()
                .flatMap(TrafficDraft::to)
                .filter(to -> hit.get(0).startsWith("server.") && !hit.get(0).equals("server." + to.value()))
                .ifPresent(to -> problems.add(
                        to.place(),
                        why + ", which is " + hit.get(0)
                                + "; send the traffic to it, or give the arm an interface with `over`"));
    }
}
