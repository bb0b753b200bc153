package io.pilab.state;

import static io.pilab.state.StateTree.objects;
import static io.pilab.state.StateTree.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares two states of one host, as printed by the agent script {@code snapshot.sh}, and describes the differences. It
 * ignores what changes by itself: address lifetimes, statistics, a link's momentary condition, and everything on
 * interfaces that did not exist when the first state was captured.
 */
public final class StateDifference {
    private static final Set<String> TICKS = Set.of("burst", "lat");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    private final Map<String, ?> before;
    private final Map<String, ?> after;
    private final StateScope scope;
    private final Set<String> present;
    private final List<String> differences = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    private StateDifference(Map<String, ?> before, Map<String, ?> after, StateScope scope) {
        this.before = before;
        this.after = after;
        this.scope = scope;
        this.present = new LinkedHashSet<>(StateItems.linkNames(after));
    }

    /**
     * The differences of a host, one line each.
     *
     * @param differences what the trial answers for; empty when the host is as before
     * @param left what others changed meanwhile, which is left alone
     */
    public record Comparison(List<String> differences, List<String> left) {
        public Comparison {
            differences = List.copyOf(differences);
            left = List.copyOf(left);
        }
    }

    /** The differences of the whole host. */
    public static List<String> between(Map<String, ?> before, Map<String, ?> after) {
        return between(before, after, StateScope.all()).differences();
    }

    /**
     * Compares two states.
     *
     * @param before the captured document as maps, lists, strings, numbers and booleans
     * @param after the present document
     */
    public static Comparison between(Map<String, ?> before, Map<String, ?> after, StateScope scope) {
        return new StateDifference(before, after, scope).compare();
    }

    private Comparison compare() {
        Set<String> links = new LinkedHashSet<>(StateItems.linkNames(before));
        Map<String, List<StateItem>> old = byLabel(new StateItems(before, links, scope).all());
        Map<String, List<StateItem>> now = byLabel(new StateItems(after, links, scope).all());
        Set<String> labels = new LinkedHashSet<>(old.keySet());
        labels.addAll(now.keySet());
        for (String label : labels) {
            compare(label, old.getOrDefault(label, List.of()), now.getOrDefault(label, List.of()));
        }
        if (differences.isEmpty()) {
            Set<String> ordered = new LinkedHashSet<>(links);
            ordered.removeIf(name -> !scope.everything() && !scope.has(name));
            compareOrder(StateOrder.of(before, ordered), StateOrder.of(after, ordered), differences);
        }
        compareProcesses(before, after, differences);
        return new Comparison(differences, left);
    }

    private static Map<String, List<StateItem>> byLabel(List<StateItem> items) {
        Map<String, List<StateItem>> map = new LinkedHashMap<>();
        items.forEach(
                i -> map.computeIfAbsent(i.label(), label -> new ArrayList<>()).add(i));
        return map;
    }

    private void compare(String label, List<StateItem> old, List<StateItem> now) {
        List<StateItem> lost = new ArrayList<>(old);
        List<StateItem> extra = new ArrayList<>(now);
        old.stream().filter(extra::remove).forEach(lost::remove);
        while (!lost.isEmpty() && !extra.isEmpty()) {
            StateItem was = lost.remove(0);
            List<String> changes = changes(was.attributes(), extra.remove(0).attributes());
            if (!changes.isEmpty()) {
                linesOf(was, true).add(label + ": " + String.join("; ", changes));
            }
        }
        lost.forEach(i -> linesOf(i, true).add(label + ": missing"));
        extra.forEach(i -> linesOf(i, false).add(label + ": was not there before"));
    }

    /** A link that is not the lab's is not restored, nor is anything on it once the link is gone. */
    private List<String> linesOf(StateItem item, boolean captured) {
        boolean wanted = captured
                && scope.host()
                && !item.label().startsWith("link ")
                && (item.device().isEmpty() || present.contains(item.device()));
        return item.ours() || wanted ? differences : left;
    }

    private static List<String> changes(Map<String, String> before, Map<String, String> after) {
        String main = "";
        if (!before.getOrDefault(main, "").equals(after.getOrDefault(main, ""))) {
            return List.of(after.get(main) + ", was " + before.get(main)); // the rest follows from it
        }
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys.stream()
                .filter(k -> !same(k, before.getOrDefault(k, ""), after.getOrDefault(k, "")))
                .map(k -> k + " " + after.getOrDefault(k, "none") + ", was " + before.getOrDefault(k, "none"))
                .toList();
    }

    /** The kernel keeps a tbf's burst and latency in ticks, so they come back with up to 1 % deviation (tc-tbf(8)). */
    private static boolean same(String key, String before, String after) {
        if (TICKS.contains(key)
                && NUMBER.matcher(before).matches()
                && NUMBER.matcher(after).matches()) {
            long old = Long.parseLong(before);
            return Math.abs(Long.parseLong(after) - old) * 100 <= old;
        }
        return before.equals(after);
    }

    private static void compareOrder(
            Map<String, List<String>> before, Map<String, List<String>> after, List<String> lines) {
        before.forEach((what, order) -> {
            List<String> now = after.getOrDefault(what, List.of());
            if (!order.equals(now)) {
                lines.add(what + ": in the order " + String.join(", ", now) + "; was " + String.join(", ", order));
            }
        });
    }

    private static void compareProcesses(Map<String, ?> before, Map<String, ?> after, List<String> lines) {
        List<String> lost = new ArrayList<>();
        objects(before, "processes").forEach(p -> lost.add(text(p, "command")));
        for (Map<?, ?> process : objects(after, "processes")) {
            String command = text(process, "command");
            if (!lost.remove(command)) {
                lines.add("process " + command + " (pid " + text(process, "pid") + "): was not there before");
            }
        }
        lost.forEach(command -> lines.add("process " + command + ": runs no more"));
    }
}
