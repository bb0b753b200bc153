package io.pilab.config;

import io.pilab.config.ScenarioDraft.FaultDraft;
import io.pilab.config.ScenarioDraft.TrafficDraft;
import io.pilab.expectation.Expectation;
import io.pilab.fault.Fault;
import io.pilab.fault.Repetition;
import io.pilab.lab.Arm;
import io.pilab.lab.Names;
import io.pilab.lab.Role;
import io.pilab.traffic.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the nodes of a scenario file. Tools, faults and expectations come from what their sealed interfaces permit. */
final class ScenarioReader {
    private static final Map<String, Class<? extends Traffic>> TOOLS = Variants.of(Traffic.class);
    private static final Map<String, Class<? extends Fault>> FAULTS = Variants.of(Fault.class);
    private static final Map<String, Class<? extends Expectation>> EXPECTATIONS = Variants.of(Expectation.class);
    private static final int MOST_REPEATS = 1000;
    private static final String TO_PREFIX = "server.";

    private ScenarioReader() {}

    static Optional<ScenarioDraft> read(Value root) {
        return Section.of(
                root,
                "the one in scenarios/wlan0-down.yaml",
                s -> Optional.of(new ScenarioDraft(
                        s.required("scenario", "scenario: wlan0-down", v -> v.matching(Names.NAME, LabReader.NAME)),
                        s.required("traffic", "traffic: { tool: iperf3, duration: 10s }", ScenarioReader::traffic),
                        s.optional("arms", ScenarioReader::arms)
                                .orElseGet(() -> new Placed<>(List.of(Arm.MPTCP), s.place("arms"))),
                        s.optional("repeat", v -> v.integer(1, MOST_REPEATS)).orElse(1),
                        s.optional("timeline", ScenarioReader::timeline).orElse(List.of()),
                        s.optional("expect", ScenarioReader::expectations).orElse(List.of()))));
    }

    private static Optional<TrafficDraft> traffic(Value value) {
        return Section.of(value, "{ tool: iperf3, duration: 10s, interval: 1s }", traffic -> {
            Optional<Class<? extends Traffic>> tool = traffic.required(
                            "tool", "tool: iperf3", v -> v.choice(TOOLS.keySet(), name -> name))
                    .map(TOOLS::get);
            TrafficDraft draft = new TrafficDraft(
                    traffic.required("duration", "duration: 10s", v -> v.placed(Value::lasting)),
                    traffic.optional("interval", v -> v.placed(Value::lasting)),
                    traffic.optional("to", v -> v.placed(ScenarioReader::serverInterface)),
                    Optional.empty());
            if (tool.isEmpty()) {
                traffic.acceptOthers();
            }
            RecordReader reader = new RecordReader(Map.of(), draft.components());
            return Optional.of(
                    draft.with(tool.flatMap(t -> reader.read(t, traffic).map(Traffic.class::cast))));
        });
    }

    private static Optional<String> serverInterface(Value value) {
        return value.text().flatMap(text -> {
            String name = text.startsWith(TO_PREFIX) ? text.substring(TO_PREFIX.length()) : "";
            return Names.INTERFACE.matcher(name).matches()
                    ? Optional.of(name)
                    : value.expects("an interface of the server, such as server.eth0");
        });
    }

    private static Optional<Placed<List<Arm>>> arms(Value value) {
        Set<Arm> seen = new HashSet<>();
        return value.placed(list -> list.filled(
                "[mptcp, tcp]",
                v -> v.choice(List.of(Arm.values()), Arm::label)
                        .flatMap(arm -> seen.add(arm)
                                ? Optional.of(arm)
                                : v.problem("the arm '" + arm.label() + "' again; remove one"))));
    }

    private static Optional<List<FaultDraft>> timeline(Value value) {
        return value.list("- { at: 3s, on: client, fault: link-down, interface: wlan0 }", ScenarioReader::timedFault)
                .map(times ->
                        limited(value, times.stream().flatMap(List::stream).toList()));
    }

    private static List<FaultDraft> limited(Value value, List<FaultDraft> all) {
        if (all.size() <= Value.MOST_ENTRIES) {
            return all;
        }
        value.problem(all.size() + " faults, counted with their repetitions; " + Value.MOST_ENTRIES
                + " are the most, lower `count` or split the scenario");
        return all.subList(0, Value.MOST_ENTRIES);
    }

    private static Optional<List<FaultDraft>> timedFault(Value value) {
        return Section.of(value, "{ at: 3s, on: client, fault: link-down, interface: wlan0 }", entry -> {
            Optional<Placed<Duration>> at = entry.required("at", "at: 3s", v -> v.placed(Value::duration));
            Optional<Role> on = entry.required("on", "on: client", v -> v.choice(List.of(Role.values()), Role::label));
            Optional<Placed<Duration>> holdFor = entry.optional("for", v -> v.placed(Value::lasting));
            Optional<Class<? extends Fault>> type = entry.required(
                            "fault", "fault: link-down", v -> v.choice(FAULTS.keySet(), name -> name))
                    .map(FAULTS::get);
            boolean lockOut = entry.optional("allow", v -> v.choice(List.of("lock-out"), word -> word))
                    .isPresent();
            if (type.isEmpty()) {
                entry.acceptOthers();
            }
            Optional<Fault> fault =
                    type.flatMap(t -> new RecordReader(Map.of()).read(t, entry).map(Fault.class::cast));
            FaultDraft once = new FaultDraft(
                    entry.place(),
                    entry.place("on"),
                    entry.place("interface"),
                    entry.place("peer"),
                    at,
                    on,
                    fault,
                    holdFor,
                    lockOut);
            Optional<Repetition> repetition = type.isEmpty() ? Optional.empty() : repetition(entry, once);
            return Optional.of(repetition.map(once::repeated).orElse(List.of(once)));
        });
    }

    /** A fault with its own repetition, such as link-flap, takes no {@code every}. Any other may have {@code every} and {@code count}. */
    private static Optional<Repetition> repetition(Section entry, FaultDraft once) {
        if (once.fault().filter(Fault::restarts).isPresent()) {
            once.holdFor().ifPresent(hold -> entry.problem("the host comes back by itself; remove `for`"));
            if (entry.has("every") || entry.has("count")) {
                entry.acceptOthers();
                return entry.problem("a host restarts once in a trial; remove `every` and `count`");
            }
            return Optional.empty();
        }
        Optional<Repetition> own = once.fault().flatMap(Fault::repetition);
        if (own.isPresent()) {
            once.holdFor().ifPresent(hold -> entry.problem("heals by itself; remove `for`"));
            return own;
        }
        if (entry.value("every").isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> every = entry.optional("every", Value::lasting);
        Optional<Integer> count = entry.required("count", "count: 3", v -> v.integer(1, Repetition.MOST));
        if (once.holdFor().isEmpty()) {
            return entry.problem("`every` needs a `for`: a fault that comes again has to be healed before");
        }
        if (every.isEmpty() || count.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Repetition(once.holdFor().get().value(), every.get(), count.get()));
        } catch (IllegalArgumentException e) {
            return entry.problem(e.getMessage());
        }
    }

    private static Optional<List<Placed<Expectation>>> expectations(Value value) {
        return value.list("- { survives: true }", v -> v.placed(ScenarioReader::expectation));
    }

    /** The key that names an expectation holds its first component. */
    private static Optional<Expectation> expectation(Value value) {
        return Section.of(value, "{ survives: true }", entry -> {
            List<String> kinds = new ArrayList<>(EXPECTATIONS.keySet());
            kinds.removeIf(kind -> !entry.has(kind));
            if (kinds.size() != 1) {
                entry.acceptOthers();
                return entry.problem("expects exactly one of the keys " + Suggestion.either(EXPECTATIONS.keySet())
                        + "; an item of `expect` is one expectation");
            }
            String kind = kinds.get(0);
            Class<? extends Expectation> type = EXPECTATIONS.get(kind);
            String first = type.getRecordComponents()[0].getName();
            return new RecordReader(Map.of(first, kind)).read(type, entry).map(Expectation.class::cast);
        });
    }
}
