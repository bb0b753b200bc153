package io.pilab.configure;

import io.pilab.agent.AppliedScript;
import io.pilab.configure.Undo.Standing;
import io.pilab.remote.Agent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes back what apply made on a host, newest first, by the host's own record; what is not as made is left alone. */
public final class Rollback {
    private final Agent agent;
    private final Ledger ledger;

    public Rollback(Agent agent) {
        this.agent = agent;
        this.ledger = new Ledger(agent);
    }

    /** One line of the record, and what has become of it. */
    public record Item(Undo undo, Standing state) {
        /** Whether it is as it was made, and so can be taken back. */
        public boolean standing() {
            return state == Standing.STANDING;
        }

        @Override
        public String toString() {
            String what = undo.text().substring(2);
            return switch (state) {
                case STANDING -> undo.text();
                case GONE -> "? " + what + ": was taken back already, or never made";
                case CHANGED -> "? " + what + ": not as pilab made it any more; left alone";
            };
        }
    }

    /** What there is to take back; changes nothing. */
    public List<Item> items() {
        List<Undo> made = ledger.read();
        return made.isEmpty() ? List.of() : items(made, HostState.read(agent));
    }

    /**
     * Does it in one call.
     *
     * @param after receives each item that is done with, also before a failure is thrown
     */
    public void takeBack(Consumer<Item> after) {
        List<String> lines = new ArrayList<>();
        TreeMap<Integer, Item> ends = new TreeMap<>();
        for (Item item : items()) {
            if (item.standing()) {
                lines.add(AppliedScript.call(item.undo().command()));
            }
            lines.add(AppliedScript.drop(item.undo().words()));
            ends.put(lines.size(), item);
        }
        if (!lines.isEmpty()) {
            ledger.make(lines, done -> ends.headMap(done, true).values().forEach(after));
        }
    }

    /** Newest first, each seen from the state that the ones before it leave. */
    static List<Item> items(List<Undo> ledger, HostState state) {
        List<Undo> newestFirst = new ArrayList<>(ledger);
        Collections.reverse(newestFirst);
        List<Item> items = new ArrayList<>();
        HostState now = state;
        for (Undo undo : newestFirst) {
            Item item = new Item(undo, undo.standing(now));
            items.add(item);
            now = item.standing() ? undo.takenBack(now) : now;
        }
        return items;
    }
}
