package io.pilab.metrics;

import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the client's kernel sent over an interface, by its counters, which count every packet and its headers.
 *
 * @param before bytes from the start to the last sample before the first fault; without a fault, all
 * @param around bytes between the two samples that the fault lies between
 * @param after bytes from then to the heal, or to the end
 * @param afterHeal bytes from the heal on
 */
public record InterfaceBytes(String networkInterface, double before, double around, double after, double afterHeal) {
    static List<InterfaceBytes> of(TrialRecord trial, Optional<Double> fault, Optional<Double> heal) {
        List<InterfaceBytes> all = new ArrayList<>();
        counters(trial.events(), trial.path().client())
                .forEach((name, samples) -> all.add(split(name, samples, fault, heal)));
        return List.copyOf(all);
    }

    /** A host's samples by interface, the earliest first. */
    public static Map<String, List<Event.Counters>> counters(Collection<Event> events, String host) {
        return events.stream()
                .filter(e -> e instanceof Event.Counters && e.host().equals(host))
                .map(Event.Counters.class::cast)
                .sorted(Comparator.comparingDouble(Event.Counters::t))
                .collect(Collectors.groupingBy(Event.Counters::networkInterface, TreeMap::new, Collectors.toList()));
    }

    private static InterfaceBytes split(
            String name, List<Event.Counters> samples, Optional<Double> fault, Optional<Double> heal) {
        Event.Counters first = last(samples, s -> s.t() <= 0).orElse(samples.get(0));
        Event.Counters end = samples.get(samples.size() - 1);
        if (fault.isEmpty()) {
            return new InterfaceBytes(name, end.txBytes() - first.txBytes(), 0, 0, 0);
        }
        Event.Counters before = last(samples, s -> s.t() <= fault.get()).orElse(first);
        Event.Counters after =
                samples.stream().filter(s -> s.t() > fault.get()).findFirst().orElse(before);
        Event.Counters healed = heal.flatMap(h -> last(samples, s -> s.t() <= h))
                .filter(s -> s.t() >= after.t())
                .orElse(heal.isPresent() ? after : end);
        return new InterfaceBytes(
                name,
                before.txBytes() - first.txBytes(),
                after.txBytes() - before.txBytes(),
                healed.txBytes() - after.txBytes(),
                end.txBytes() - healed.txBytes());
    }

    public double total() {
        return before + around + after + afterHeal;
    }

    private static Optional<Event.Counters> last(List<Event.Counters> samples, Predicate<Event.Counters> which) {
        return samples.stream().filter(which).reduce((a, b) -> b);
    }
}
