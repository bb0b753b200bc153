package io.pilab.doctor;

import io.pilab.fault.Fault;
import io.pilab.fault.Requirement;
import io.pilab.lab.Host;
import io.pilab.lab.Protocol;
import io.pilab.lab.Role;
import io.pilab.record.HostProof;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Treatment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What scenarios need of one host.
 *
 * @param mptcp whether an arm or a fault on the host needs MPTCP
 * @param faults the other requirements, each with the faults and the tools that need it
 * @param cuts by interface: the faults that cut it without {@code allow: lock-out}, {@code link-down at 3s}
 * @param restarts the faults that restart the host without {@code allow: lock-out}
 * @param settings kernel settings that faults change, by their sysctl(8) names
 * @param timeline every fault on the host
 */
public record ScenarioRequirements(
        boolean mptcp,
        Map<Requirement, Set<String>> faults,
        Map<String, Set<String>> cuts,
        Set<String> restarts,
        Set<String> settings,
        List<TimedFault> timeline) {
    public ScenarioRequirements {
        faults = Map.copyOf(faults);
        cuts = Map.copyOf(cuts);
        restarts = Set.copyOf(restarts);
        settings = Set.copyOf(settings);
        timeline = List.copyOf(timeline);
    }

    /** The requirements of any run with MPTCP. */
    public static ScenarioRequirements any() {
        return new ScenarioRequirements(true, Map.of(), Map.of(), Set.of(), Set.of(), List.of());
    }

    /** The requirements for a host. Without a treatment, those of {@link #any}. */
    public static ScenarioRequirements of(List<Treatment> treatments, Host host) {
        if (treatments.isEmpty()) {
            return host.role() == Role.HELPER
                    ? new ScenarioRequirements(false, Map.of(), Map.of(), Set.of(), Set.of(), List.of())
                    : any();
        }
        List<TimedFault> timeline = treatments.stream()
                .flatMap(s -> s.timeline().on(host.role()).stream())
                .toList();
        Map<Requirement, Set<String>> faults = new TreeMap<>();
        timeline.forEach(timed -> timed.fault()
                .needs(host)
                .forEach(r -> faults.computeIfAbsent(r, any -> new TreeSet<>())
                        .add(timed.fault().kind())));
        if (host.role() != Role.HELPER) {
            treatments.stream()
                    .map(Treatment::traffic)
                    .forEach(traffic -> traffic.needs()
                            .forEach(r -> faults.computeIfAbsent(r, any -> new TreeSet<>())
                                    .add(traffic.tool())));
        }
        List<Fault> own = timeline.stream().map(TimedFault::fault).toList();
        boolean arm = host.role() != Role.HELPER
                && treatments.stream().anyMatch(t -> t.arm().protocol() == Protocol.MPTCP);
        List<Fault> set = host.role() == Role.HELPER
                ? List.of()
                : treatments.stream()
                        .<Fault>flatMap(t -> t.changes().sysctls().stream())
                        .toList();
        Set<String> settings = Stream.concat(own.stream(), set.stream())
                .flatMap(f -> f.settings().stream())
                .collect(Collectors.toSet());
        Set<String> restarts = lockingOut(treatments, host.role())
                .filter(timed -> timed.fault().restarts())
                .map(ScenarioRequirements::text)
                .collect(Collectors.toSet());
        boolean mptcp = arm || own.stream().anyMatch(Fault::ofMptcp);
        return new ScenarioRequirements(mptcp, faults, cuts(treatments, host.role()), restarts, settings, timeline);
    }

    private static Map<String, Set<String>> cuts(List<Treatment> treatments, Role role) {
        Map<String, Set<String>> cuts = new TreeMap<>();
        lockingOut(treatments, role)
                .forEach(timed -> timed.fault()
                        .cuts()
                        .forEach(i ->
                                cuts.computeIfAbsent(i, any -> new TreeSet<>()).add(text(timed))));
        return cuts;
    }

    /** The faults that take something away from the host, {@code rate-limit at 2 s}. */
    List<String> replacing(Host host, String what) {
        return timeline.stream()
                .filter(timed -> timed.fault().replaces(host, what))
                .map(ScenarioRequirements::text)
                .distinct()
                .toList();
    }

    /** Whether a fault takes something away that must be restored. */
    public boolean replaceSomething(Host host) {
        return Stream.concat(
                        host.interfaces().stream().map(i -> HostProof.qdisc(i.name())),
                        host.interfaces().stream()
                                .map(i -> HostProof.endpoint(i.address().ip())))
                .anyMatch(what -> !replacing(host, what).isEmpty());
    }

    private static Stream<TimedFault> lockingOut(List<Treatment> treatments, Role role) {
        return treatments.stream()
                .flatMap(s -> s.timeline().on(role).stream())
                .filter(timed -> !timed.lockOutAllowed());
    }

    private static String text(TimedFault timed) {
        String at = BigDecimal.valueOf(timed.at().toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
        return timed.fault().kind() + " at " + at + " s";
    }
}
