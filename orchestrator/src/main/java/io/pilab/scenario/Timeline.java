package io.pilab.scenario;

import io.pilab.lab.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The faults of a scenario, in the order in which they fire: a fault's step is its number there, from 0. */
public record Timeline(List<TimedFault> faults) {
    public Timeline {
        faults = faults.stream().sorted(Comparator.comparing(TimedFault::at)).toList();
    }

    public List<TimedFault> on(Role role) {
        return faults.stream().filter(f -> f.on() == role).toList();
    }

    /** The numbers, in this timeline, of the faults on a host. */
    public List<Integer> steps(Role role) {
        return IntStream.range(0, faults.size())
                .filter(step -> faults.get(step).on() == role)
                .boxed()
                .toList();
    }

    public Optional<TimedFault> first() {
        return faults.stream().findFirst();
    }

    /** The interfaces of one side that a fault may cut although they carry our SSH connection. */
    public Set<String> mayCut(Role role) {
        return on(role).stream()
                .filter(TimedFault::lockOutAllowed)
                .flatMap(f -> f.fault().cuts().stream())
                .collect(Collectors.toSet());
    }

    /** Whether a fault may restart that host, and so cut all of them. */
    public boolean mayRestart(Role role) {
        return on(role).stream()
                .filter(TimedFault::lockOutAllowed)
                .anyMatch(f -> f.fault().restarts());
    }

    /** The interfaces of one side that any fault disturbs. */
    public Set<String> interfaces(Role role) {
        return faults.stream().flatMap(f -> disturbed(f, role).stream()).collect(Collectors.toSet());
    }

    private static Set<String> disturbed(TimedFault fault, Role role) {
        if (fault.on() == role) {
            return fault.fault().interfaces();
        }
        return fault.on().peer().equals(Optional.of(role)) ? fault.fault().peerInterfaces() : Set.of();
    }
}
