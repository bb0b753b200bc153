package io.pilab.config;

import io.pilab.config.ScenarioDraft.ArmDraft;
import io.pilab.lab.Arm;
import io.pilab.lab.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the arms of a scenario. Each has the scenario's own keys, with those of its entry in their place, and in a sweep with the
 * values of its cell.
 */
final class ArmsReader {
    /** What the trials of an arm may have of their own. */
    private static final List<String> KEYS = List.of("traffic", "over", "timeline", "sysctl", "limits", "endpoints");

    private static final String ARMS = "[mptcp, tcp]";
    private static final String NAME = "a name of at most 32 letters, digits, dashes and underscores";
    private static final int MOST_ARMS = 200;

    private final Section scenario;
    private final Set<String> names = new HashSet<>();

    ArmsReader(Section scenario) {
        this.scenario = scenario;
    }

    /** An arm's entry: its name, and what it has of its own. */
    private record ArmEntry(Placed<Arm> arm, Optional<Value> own) {}

    /** A cell of a sweep: what its arms' names end with, and its values by their keys. */
    private record SweepCell(String name, Map<List<String>, Value> values) {
        SweepCell and(String word, List<String> path, Value value) {
            Map<List<String>, Value> more = new LinkedHashMap<>(values);
            more.put(path, value);
            return new SweepCell(name + "." + word, more);
        }
    }

    /** The arms of each cell, in the file's order. */
    List<ArmDraft> read() {
        Map<String, Value> shared = new LinkedHashMap<>();
        KEYS.forEach(key -> scenario.value(key).ifPresent(value -> shared.put(key, value)));
        scenario.required("traffic", "traffic: { tool: iperf3, duration: 10s }", Optional::of);
        List<ArmEntry> entries = scenario.optional("arms", v -> v.filled(ARMS, this::entry))
                .orElseGet(() -> List.of(
                        new ArmEntry(new Placed<>(Arm.of(Protocol.MPTCP), scenario.place("arms")), Optional.empty())));
        List<SweepCell> cells = scenario.optional("matrix", this::cells).orElse(List.of(new SweepCell("", Map.of())));
        if ((long) entries.size() * cells.size() > MOST_ARMS) {
            scenario.problem(
                    "matrix",
                    "makes " + entries.size() * cells.size() + " arms; " + MOST_ARMS
                            + " are the most, give fewer values");
            return List.of();
        }
        List<ArmDraft> arms = new ArrayList<>();
        for (SweepCell cell : cells) {
            for (ArmEntry entry : entries) {
                arms.add(arm(entry, cell, scenario.map(shared)));
            }
        }
        return arms;
    }

    private Optional<ArmEntry> entry(Value value) {
        if (!value.isMap()) {
            return value.choice(List.of(Protocol.values()), Protocol::label)
                    .filter(protocol -> isNew(value, protocol.label()))
                    .map(protocol -> new ArmEntry(new Placed<>(Arm.of(protocol), value.place()), Optional.empty()));
        }
        return Section.of(value, "{ name: wired, protocol: tcp, over: eth0 }", own -> {
            Optional<String> name = own.required("name", "name: wired", v -> v.matching(Arm.NAME, NAME));
            Protocol protocol = own.optional("protocol", v -> v.choice(List.of(Protocol.values()), Protocol::label))
                    .orElse(Protocol.MPTCP);
            Map<String, Value> changes = new LinkedHashMap<>();
            KEYS.forEach(key -> own.value(key).ifPresent(v -> changes.put(key, v)));
            return name.filter(n -> isNew(value, n))
                    .map(n -> new ArmEntry(
                            new Placed<>(new Arm(n, protocol), value.place()),
                            Optional.of(value.withEntries(changes))));
        });
    }

    private boolean isNew(Value value, String name) {
        boolean added = names.add(name);
        if (!added) {
            value.problem("the arm '" + name + "' again; remove one");
        }
        return added;
    }

    private Optional<List<SweepCell>> cells(Value matrix) {
        if (!matrix.isMap()) {
            return matrix.expects("a map such as { sysctl.net.mptcp.stale_loss_cnt: [1, 4, 20] }");
        }
        List<SweepCell> cells = List.of(new SweepCell("", Map.of()));
        for (Map.Entry<String, Value> axis : matrix.entries().entrySet()) {
            List<String> path = path(axis.getKey());
            if (!KEYS.contains(path.get(0))) {
                axis.getValue()
                        .problem("'" + axis.getKey() + "' is no value of the scenario"
                                + Suggestion.orAllowed(path.get(0), new LinkedHashSet<>(KEYS)));
                continue;
            }
            List<SweepCell> before = cells;
            List<SweepCell> grown = new ArrayList<>();
            Optional<List<Value>> values = axis.getValue().filled("[1, 4, 20]", Optional::of);
            for (SweepCell cell : before) {
                values.orElse(List.of())
                        .forEach(value -> grown.add(cell.and(word(path, value), path, value.ownedBy(axis.getValue()))));
            }
            cells = grown.size() > MOST_ARMS ? grown.subList(0, MOST_ARMS + 1) : grown;
        }
        return Optional.of(cells);
    }

    /** {@code [timeline, 0, at]} for {@code timeline.0.at}; a sysctl's name has dots of its own. */
    private static List<String> path(String key) {
        boolean two = key.startsWith("sysctl.") || key.startsWith("endpoints.");
        return List.of(key.split("[.]", two ? 2 : 0));
    }

    /** {@code stale_loss_cnt-4}: the last word of the key, and the value. */
    private static String word(List<String> path, Value value) {
        String last = path.get(path.size() - 1);
        String key = last.substring(last.lastIndexOf('.') + 1);
        return key + "-" + value.words().replaceAll("[^A-Za-z0-9.-]+", "_");
    }

    private ArmDraft arm(ArmEntry entry, SweepCell cell, Value shared) {
        Value whole = entry.own().map(shared::with).orElse(shared);
        for (Map.Entry<List<String>, Value> value : cell.values().entrySet()) {
            whole = whole.with(value.getKey(), value.getValue());
        }
        Arm base = entry.arm().value();
        String name = base.name() + cell.name();
        if (!Arm.RECORDED.matcher(name).matches()) {
            scenario.problem("matrix", "makes an arm with a name of more than 100 characters; give it fewer keys");
            name = base.name();
        }
        Placed<Arm> arm =
                new Placed<>(new Arm(name, base.protocol()), entry.arm().place());
        return Section.<ArmDraft>of(whole, "a scenario", s -> Optional.of(TreatmentReader.read(arm, s)))
                .orElseThrow();
    }
}
