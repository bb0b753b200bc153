package io.pilab.config;

import io.pilab.lab.InterfaceAddress;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a YAML file. A value of another kind than requested becomes a problem, and the result is empty.
 *
 * @param owner the place of its key; in a list, the place of the value itself
 */
record Value(Node node, Place place, Place owner, Problems problems) {
    private static final Map<Tag, String> KINDS = Map.of(
            Tag.STR, "text",
            Tag.INT, "number",
            Tag.FLOAT, "number",
            Tag.BOOL, "truth value",
            Tag.NULL, "nothing",
            Tag.MAP, "a map",
            Tag.SEQ, "a list");

    private static final int LONGEST_QUOTE = 80;

    /** The limit for lists and maps, since pairwise checks must not take forever. */
    static final int MOST_ENTRIES = 1000;

    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
    private static final String INTERFACE_ADDRESS = "an IPv4 address with its prefix length, such as 172.31.0.133/24";

    static Value root(Node node, Problems problems) {
        return of(node, "", problems);
    }

    private static Value of(Node node, String path, Problems problems) {
        Place place = Place.of(node, path);
        return new Value(node, place, place, problems);
    }

    Value below(Place key, Node child) {
        return new Value(child, Place.of(child, key.path()), key, problems);
    }

    <T> Optional<T> problem(String message) {
        problems.add(place, message);
        return Optional.empty();
    }

    /** Reports a problem of the form {@code expects ..., found ...}. */
    <T> Optional<T> expects(String what) {
        return problem("expects " + what + ", found " + found());
    }

    boolean is(Tag tag) {
        return node.getTag().equals(tag);
    }

    /** A plain or quoted scalar as it stands in the file. */
    String word() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private String shortened() {
        return word().length() <= LONGEST_QUOTE ? word() : word().substring(0, LONGEST_QUOTE) + "...";
    }

    private String found() {
        String kind =
                KINDS.getOrDefault(node.getTag(), "the tag " + node.getTag().getValue() + "; remove the tag");
        return switch (kind) {
            case "text" -> "'" + shortened() + "'";
            case "number" -> "the number " + shortened();
            case "truth value" -> word();
            default -> kind;
        };
    }

    /** Text. A number or truth value is refused, with the hint to quote it. */
    Optional<String> text() {
        Optional<String> invisible = Invisible.first(word());
        if (invisible.isPresent()) {
            return problem("the invisible character " + invisible.get() + " in '" + shortened()
                    + "'; write a plain space, or nothing, in its place");
        }
        if (is(Tag.STR)) {
            return Optional.of(word());
        }
        boolean quotable = is(Tag.INT) || is(Tag.FLOAT) || is(Tag.BOOL);
        return problem("expects text, found " + found() + (quotable ? "; put it in quotes: \"" + word() + "\"" : ""));
    }

    /** Text that matches a pattern. {@code what} describes it. */
    Optional<String> matching(Pattern pattern, String what) {
        if (is(Tag.NULL) || !(node instanceof ScalarNode)) {
            return expects(what);
        }
        return text().flatMap(text -> pattern.matcher(text).matches() ? Optional.of(text) : expects(what));
    }

    Optional<Boolean> bool() {
        return is(Tag.BOOL) ? Optional.of(Boolean.valueOf(word())) : expects("true or false");
    }

    Optional<Integer> integer(int least, int most) {
        String what = "a whole number from " + least + " to " + most;
        if (!is(Tag.INT)) {
            return is(Tag.STR) && word().matches("[0-9]+")
                    ? problem("expects " + what + ", found text; remove the quotes: " + word())
                    : expects(what);
        }
        return wholeNumber(word()).filter(n -> n >= least && n <= most).or(() -> expects(what));
    }

    /** A duration of zero or more. */
    Optional<Duration> duration() {
        return quantity(Quantity::duration, "a duration with its unit (ms, s or m), such as 3s", "s");
    }

    /** A duration above zero. */
    Optional<Duration> lasting() {
        return duration().flatMap(d -> d.isZero() ? problem("expects more than 0s, such as 3s") : Optional.of(d));
    }

    /** Bits per second. */
    Optional<Long> rate() {
        return quantity(Quantity::rate, "a rate with its unit (bit, kbit, mbit or gbit), such as 200mbit", "mbit");
    }

    Optional<Double> percent() {
        return quantity(Quantity::percent, "a share from 0% to 100%, such as 90%", "%");
    }

    private static Optional<Integer> wholeNumber(String word) {
        boolean based = word.startsWith("0x") || word.startsWith("0o");
        int base = word.startsWith("0x") ? 16 : word.startsWith("0o") ? 8 : 10;
        try {
            return Optional.of(Integer.parseInt(based ? word.substring(2) : word, base));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private <T> Optional<T> quantity(Function<String, Optional<T>> reader, String what, String unit) {
        if (!is(Tag.INT) && !is(Tag.FLOAT)) {
            return is(Tag.STR) ? reader.apply(word()).or(() -> expects(what)) : expects(what);
        }
        String meant = unit.equals("%") && word().matches("0?\\.[0-9]+")
                ? new BigDecimal(word()).movePointRight(2).stripTrailingZeros().toPlainString()
                : word();
        return problem(
                "expects " + what + ", found the bare number " + word() + "; did you mean " + meant + unit + "?");
    }

    /** One of a few words. */
    <T> Optional<T> choice(Collection<T> allowed, Function<T, String> label) {
        List<String> words = allowed.stream().map(label).toList();
        Optional<T> chosen = is(Tag.STR)
                ? allowed.stream().filter(a -> label.apply(a).equals(word())).findFirst()
                : Optional.empty();
        return chosen.or(() -> {
            String hint = Suggestion.of(word(), words)
                    .map(word -> "; did you mean '" + word + "'?")
                    .orElse("");
            return problem("expects " + Suggestion.either(words) + ", found " + found() + hint);
        });
    }

    /** {@code a.b.c.d/n}. */
    Optional<InterfaceAddress> interfaceAddress() {
        return matching(ANY, INTERFACE_ADDRESS).flatMap(text -> {
            try {
                return Optional.of(InterfaceAddress.parse(text));
            } catch (IllegalArgumentException e) {
                return expects(INTERFACE_ADDRESS);
            }
        });
    }

    boolean isMap() {
        return node instanceof MappingNode && is(Tag.MAP);
    }

    /** A list: its items that could be read. {@code shape} shows an example. */
    <T> Optional<List<T>> list(String shape, Function<Value, Optional<T>> reader) {
        if (!(node instanceof SequenceNode sequence) || !is(Tag.SEQ)) {
            return expects("a list such as " + shape);
        }
        List<T> items = new ArrayList<>();
        int index = 0;
        for (Node item : limited(sequence.getValue(), Function.identity())) {
            reader.apply(of(item, place.path() + "[" + index++ + "]", problems)).ifPresent(items::add);
        }
        return Optional.of(items);
    }

    /** A list with at least one item. */
    <T> Optional<List<T>> filled(String shape, Function<Value, Optional<T>> reader) {
        if (node instanceof SequenceNode sequence && sequence.getValue().isEmpty()) {
            return problem("an empty list; give it at least one entry, as in " + shape);
        }
        return list(shape, reader);
    }

    /** A map with at least one entry, whose keys are free names: its entries that could be read. */
    <T> Optional<List<T>> named(
            String shape, Pattern name, String what, BiFunction<String, Value, Optional<T>> reader) {
        if (!(node instanceof MappingNode mapping) || !is(Tag.MAP)) {
            return expects("a map such as " + shape);
        }
        if (mapping.getValue().isEmpty()) {
            return problem("an empty map; give it at least one entry, as in " + shape);
        }
        List<T> named = new ArrayList<>();
        entries().forEach((key, value) -> {
            if (!name.matcher(key).matches()) {
                problems.add(value.owner, "expects " + what + ", found '" + key + "'");
            }
            reader.apply(key, value).ifPresent(named::add);
        });
        return Optional.of(named);
    }

    /** This map with the entries of another in place of its own, and maps among them merged alike. */
    Value with(Value other) {
        if (!isMap() || !other.isMap()) {
            return other;
        }
        Map<String, Value> entries = entries();
        other.entries().forEach((key, value) -> entries.merge(key, value, Value::with));
        return withEntries(entries);
    }

    /** This map with an entry, or with its items changed, at {@code path}: the key, and those below it. */
    Value with(List<String> path, Value value) {
        if (path.isEmpty()) {
            return value;
        }
        String first = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (node instanceof SequenceNode sequence && first.matches("[0-9]{1,4}")) {
            List<Node> items = new ArrayList<>(sequence.getValue());
            int index = Integer.parseInt(first);
            if (index >= items.size()) {
                value.problems().add(value.owner, "the list " + place.path() + " has no entry " + index);
                return this;
            }
            Value item = of(items.get(index), place.path() + "[" + index + "]", problems);
            items.set(index, item.with(rest, value).node);
            Node changed = new SequenceNode(
                    Tag.SEQ, true, items, sequence.getStartMark(), sequence.getEndMark(), sequence.getFlowStyle());
            return new Value(changed, place, owner, problems);
        }
        if (!isMap()) {
            value.problems().add(value.owner, place.path() + " is no map, and has no '" + first + "'");
            return this;
        }
        Map<String, Value> entries = entries();
        Value below = Optional.ofNullable(entries.get(first)).orElseGet(() -> value.emptyMap());
        entries.put(first, below.with(rest, value));
        return withEntries(entries);
    }

    /** The words of a scalar, or of a list of them. */
    String words() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream()
                        .map(item -> item instanceof ScalarNode scalar ? scalar.getValue() : "...")
                        .collect(Collectors.joining("_"))
                : word();
    }

    /** The same value, as that of another's key. */
    Value ownedBy(Value other) {
        return new Value(node, place, other.owner, problems);
    }

    /** A map without entries, in the place of this value. */
    Value emptyMap() {
        return withEntries(Map.of());
    }

    /** A map with these entries, in the place of this value. */
    Value withEntries(Map<String, Value> entries) {
        List<NodeTuple> tuples = new ArrayList<>();
        entries.forEach((key, value) -> tuples.add(new NodeTuple(value.keyNode(key), value.node)));
        Node map = new MappingNode(
                Tag.MAP, true, tuples, node.getStartMark(), node.getEndMark(), DumperOptions.FlowStyle.BLOCK);
        return new Value(map, place, owner, problems);
    }

    /** A key in its owner's place, so that a problem of it is shown where it stands in the file. */
    private Node keyNode(String key) {
        Mark at = new Mark("", 0, owner.line() - 1, owner.column() - 1, new int[0], 0);
        return new ScalarNode(Tag.STR, key, at, at, DumperOptions.ScalarStyle.PLAIN);
    }

    /** The result of a reader, with its place. */
    <T> Optional<Placed<T>> placed(Function<Value, Optional<T>> reader) {
        return reader.apply(this).map(read -> new Placed<>(read, place));
    }

    /** The entries of a map. Empty for anything else. */
    Set<String> keys() {
        return node instanceof MappingNode ? entries().keySet() : Set.of();
    }

    /** The first entries, if there are too many. */
    private <T> List<T> limited(List<T> all, Function<T, Node> start) {
        if (all.size() <= MOST_ENTRIES) {
            return all;
        }
        problems.add(
                Place.of(start.apply(all.get(MOST_ENTRIES)), place.path()),
                "entry " + (MOST_ENTRIES + 1) + " of " + all.size() + "; " + MOST_ENTRIES
                        + " are the most, split the file");
        return all.subList(0, MOST_ENTRIES);
    }

    Map<String, Value> entries() {
        Map<String, Value> entries = new LinkedHashMap<>();
        limited(((MappingNode) node).getValue(), NodeTuple::getKeyNode).forEach(tuple -> {
            Place key = Place.of(tuple.getKeyNode(), place.path());
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                problems.add(key, "a key is a word, not a list or a map");
                return;
            }
            String word = scalar.getValue();
            if (word.equals("<<")) {
                problems.add(
                        key,
                        "merge keys (<<) are not YAML 1.2 and not supported; write the keys out, or use an alias (*name)"
                                + " for the whole map");
                return;
            }
            Value value = below(new Place(key.line(), key.column(), key.below(word)), tuple.getValueNode());
            Value first = entries.putIfAbsent(word, value);
            if (first != null) {
                problems.add(
                        key,
                        "the key '" + word + "' again; line " + first.owner.line() + " has it already, remove one");
            }
        });
        return entries;
    }
}
