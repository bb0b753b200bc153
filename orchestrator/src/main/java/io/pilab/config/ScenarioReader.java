package io.pilab.config;

import io.pilab.expectation.Expectation;
import io.pilab.lab.Names;
import io.pilab.scenario.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the nodes of a scenario file. Tools, faults and expectations come from what their sealed interfaces permit. */
final class ScenarioReader {
    private static final Map<String, Class<? extends Expectation>> EXPECTATIONS = Variants.of(Expectation.class);
    private static final int MOST_REPEATS = 1000;

    private ScenarioReader() {}

    static Optional<ScenarioDraft> read(Value root) {
        return Section.of(
                root,
                "the one in scenarios/wlan0-down.yaml",
                s -> Optional.of(new ScenarioDraft(
                        s.required("scenario", "scenario: wlan0-down", v -> v.matching(Names.NAME, LabReader.NAME)),
                        new ArmsReader(s).read(),
                        s.optional("repeat", v -> v.integer(1, MOST_REPEATS)).orElse(1),
                        order(s),
                        s.optional("expect", ScenarioReader::expectations).orElse(List.of()))));
    }

    /** A run that shuffles draws its seed itself. */
    private static Order order(Section section) {
        Order.Kind kind = section.optional("order", v -> v.choice(List.of(Order.Kind.values()), RecordReader::label))
                .orElse(Order.Kind.BLOCKS);
        return new Order(kind, 0);
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
