package io.pilab.scenario;

import io.pilab.model.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The faults of a scenario, in the order in which they fire. */
public record Timeline(List<TimedFault> faults) {
    public Timeline {
        faults = faults.stream().sorted(Comparator.comparing(TimedFault::at)).toList();
    }

    public List<TimedFault> on(Role role) {
        return faults.stream().filter(f -> f.on() == role).toList();
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

    /** The interfaces of one side that any fault disturbs. */
    public Set<String> interfaces(Role role) {
        return faults.stream()
                .flatMap(f ->
                        (f.on() == role ? f.fault().interfaces() : f.fault().peerInterfaces()).stream())
                .collect(Collectors.toSet());
    }
}
