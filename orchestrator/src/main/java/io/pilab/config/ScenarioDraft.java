package io.pilab.config;

import io.pilab.expectation.Expectation;
import io.pilab.fault.Fault;
import io.pilab.fault.Repetition;
import io.pilab.fault.Sysctl;
import io.pilab.lab.Arm;
import io.pilab.lab.MptcpLimits;
import io.pilab.lab.Role;
import io.pilab.scenario.HostChanges;
import io.pilab.scenario.HostChanges.EndpointChange;
import io.pilab.scenario.Order;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.scenario.Treatment;
import io.pilab.traffic.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A scenario as read, with places, possibly incomplete. */
record ScenarioDraft(
        Optional<String> name, List<ArmDraft> arms, int repeat, Order order, List<Placed<Expectation>> expectations) {

    /** An arm, with everything that its trials do. */
    record ArmDraft(
            Placed<Arm> arm,
            Optional<TrafficDraft> traffic,
            Optional<Placed<String>> over,
            List<FaultDraft> timeline,
            ChangesDraft changes) {
        List<FaultDraft> completeFaults() {
            return timeline.stream().filter(FaultDraft::complete).toList();
        }

        Timeline completeTimeline() {
            return new Timeline(completeFaults().stream().map(FaultDraft::timed).toList());
        }

        /** For a checked draft only. */
        Treatment treatment() {
            return new Treatment(
                    arm.value(),
                    traffic.orElseThrow().value().orElseThrow(),
                    over.map(Placed::value),
                    completeTimeline(),
                    changes.changes());
        }
    }

    /** What an arm changes on the hosts. */
    record ChangesDraft(Optional<MptcpLimits> limits, List<Placed<EndpointChange>> endpoints, List<Sysctl> sysctls) {
        HostChanges changes() {
            return new HostChanges(limits, endpoints.stream().map(Placed::value).toList(), sysctls);
        }
    }

    /**
     * What every tool's section has, for checks between the parts of a scenario.
     *
     * @param value the tool's own, when nothing is wrong with it
     */
    record TrafficDraft(
            Optional<Placed<Duration>> duration,
            Optional<Placed<Duration>> interval,
            Optional<Placed<String>> to,
            Optional<Traffic> value) {
        private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

        TrafficDraft with(Optional<Traffic> built) {
            return new TrafficDraft(duration, interval, to, built);
        }

        /** By component of a tool's record. */
        Map<String, Optional<?>> components() {
            return Map.of(
                    "duration", duration.map(Placed::value),
                    "interval", Optional.of(intervalOrDefault()),
                    "toInterface", Optional.of(to.map(Placed::value)));
        }

        Duration intervalOrDefault() {
            return interval.map(Placed::value).orElse(DEFAULT_INTERVAL);
        }
    }

    /**
     * @param onPlace the place of its host
     * @param interfacePlace the place of the fault's interface
     * @param peerPlace the place of the other host's interface
     */
    record FaultDraft(
            Place place,
            Place onPlace,
            Place interfacePlace,
            Place peerPlace,
            Optional<Placed<Duration>> at,
            Optional<Role> on,
            Optional<Fault> fault,
            Optional<Placed<Duration>> holdFor,
            boolean lockOutAllowed) {
        boolean complete() {
            return at.isPresent() && on.isPresent() && fault.isPresent();
        }

        /** The same fault at each of its times. */
        List<FaultDraft> repeated(Repetition repetition) {
            return IntStream.range(0, repetition.count())
                    .mapToObj(i -> new FaultDraft(
                            place,
                            onPlace,
                            interfacePlace,
                            peerPlace,
                            at.map(first -> new Placed<>(
                                    first.value().plus(repetition.every().multipliedBy(i)), first.place())),
                            on,
                            fault,
                            Optional.of(new Placed<>(
                                    repetition.holdFor(),
                                    holdFor.map(Placed::place).orElse(place))),
                            lockOutAllowed))
                    .toList();
        }

        /** For a complete fault only. */
        TimedFault timed() {
            return new TimedFault(
                    at.orElseThrow().value(),
                    on.orElseThrow(),
                    fault.orElseThrow(),
                    holdFor.map(Placed::value),
                    lockOutAllowed);
        }
    }

    /** The scenario, for a checked draft only. */
    Scenario scenario() {
        List<Expectation> expected = expectations.stream().map(Placed::value).toList();
        List<Treatment> treatments = arms.stream().map(ArmDraft::treatment).toList();
        return new Scenario(name.orElseThrow(), treatments, repeat, order, expected, Optional.empty());
    }
}
