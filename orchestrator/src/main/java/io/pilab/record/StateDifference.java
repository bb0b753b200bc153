package io.pilab.record;

import static io.pilab.record.StateTree.objects;
import static io.pilab.record.StateTree.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares two states of one host, as the agent script {@code snapshot.sh} prints them, and says in words what is not as
 * before. Left out is what changes by itself: address lifetimes, statistics, what a link does for the moment, and
 * everything on interfaces that were not there when the first state was captured.
 */
public final class StateDifference {
    private static final Set<String> TICKS = Set.of("burst", "lat");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    private StateDifference() {}

    /**
     * The differences, one line each; none when the host is as before.
     *
     * @param before the captured document as maps, lists, strings, numbers and booleans
     * @param after the document of now
     */
    public static List<String> between(Map<String, ?> before, Map<String, ?> after) {
        Set<String> links = new LinkedHashSet<>(StateItems.linkNames(before));
        List<String> lines = new ArrayList<>();
        Map<String, List<StateItem>> old = byLabel(new StateItems(before, links).all());
        Map<String, List<StateItem>> now = byLabel(new StateItems(after, links).all());
        Set<String> labels = new LinkedHashSet<>(old.keySet());
        labels.addAll(now.keySet());
        for (String label : labels) {
            compare(label, old.getOrDefault(label, List.of()), now.getOrDefault(label, List.of()), lines);
        }
        if (lines.isEmpty()) {
            compareOrder(StateOrder.of(before, links), StateOrder.of(after, links), lines);
        }
        compareProcesses(before, after, lines);
        return List.copyOf(lines);
    }

    private static Map<String, List<StateItem>> byLabel(List<StateItem> items) {
        Map<String, List<StateItem>> map = new LinkedHashMap<>();
        items.forEach(
                i -> map.computeIfAbsent(i.label(), label -> new ArrayList<>()).add(i));
        return map;
    }

    private static void compare(String label, List<StateItem> before, List<StateItem> after, List<String> lines) {
        List<StateItem> lost = new ArrayList<>(before);
        List<StateItem> extra = new ArrayList<>(after);
        before.stream().filter(extra::remove).forEach(lost::remove);
        while (!lost.isEmpty() && !extra.isEmpty()) {
            List<String> changes =
                    changes(lost.remove(0).attributes(), extra.remove(0).attributes());
            if (!changes.isEmpty()) {
                lines.add(label + ": " + String.join("; ", changes));
            }
        }
        lost.forEach(i -> lines.add(label + ": missing"));
        extra.forEach(i -> lines.add(label + ": was not there before"));
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

    /** The kernel keeps a tbf's burst and latency in ticks, so that they come back less than 1 % off (tc-tbf(8)). */
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
