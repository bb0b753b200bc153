package io.pilab.configure;

import io.pilab.agent.RoutingScript;
import io.pilab.configure.Change.ChangeStep;
import io.pilab.configure.HostState.Arp;
import io.pilab.configure.HostState.Route;
import io.pilab.configure.Undo.ArpSet;
import io.pilab.configure.Undo.RouteMade;
import io.pilab.configure.Undo.RuleMade;
import io.pilab.lab.Host;
import io.pilab.lab.MptcpSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the source routing and ARP settings that several interfaces in one subnet need with what a host has. */
final class RoutingChanges {
    /** Answer ARP on the owning interface only, and ask with the sending interface's own address. */
    private static final Arp STRICT = new Arp(1, 2);

    private final List<SourceRouting> wanted;
    private final boolean perSource;
    private final HostState state;
    private final List<Undo> ledger;

    /** @param ledger what apply made before */
    RoutingChanges(Host host, MptcpSettings settings, HostState state, List<Undo> ledger) {
        this.perSource = settings.perSourceRouting();
        this.wanted = perSource ? SourceRouting.of(host) : List.of();
        this.state = state;
        this.ledger = ledger;
    }

    /** What of ours the lab file wants no more. */
    List<Change> removals() {
        List<Undo> unwanted = ledger.stream().filter(this::unwanted).toList();
        return Rollback.items(unwanted, state).stream()
                .filter(Rollback.Item::standing)
                .map(item -> Change.takingBack(item.undo()))
                .toList();
    }

    /** What is missing. */
    List<Change> additions() {
        List<Change> changes = new ArrayList<>();
        wanted.forEach(w -> source(w).ifPresent(changes::add));
        if (perSource && !state.arp().equals(STRICT)) {
            ChangeStep set = ChangeStep.recording(STRICT.command(), new ArpSet(STRICT, state.arp()));
            changes.add(new Change('~', state.arp().to(STRICT), List.of(set)));
        }
        return changes;
    }

    /** Routes that are not ours where ours have to be; they could not be restored. */
    List<String> inTheWay() {
        List<String> lines = new ArrayList<>();
        for (SourceRouting w : wanted) {
            for (Route route : state.routes()) {
                if (route.table().equals("" + w.table())
                        && route.network().equals(w.network())
                        && !route.equals(w.route())
                        && !isOurs(route)) {
                    lines.add("table " + w.table() + " has a route to " + route.network() + " dev " + route.device()
                            + " that pilab has not made. Move it, or take it away: sudo ip route del "
                            + route.network() + " dev " + route.device() + " table " + w.table());
                }
            }
        }
        return lines;
    }

    private boolean isOurs(Route route) {
        return ledger.stream()
                .anyMatch(u ->
                        u instanceof RouteMade made && made.routing().route().equals(route));
    }

    private Optional<Change> source(SourceRouting routing) {
        List<Undo> undo = new ArrayList<>();
        if (!state.routes().contains(routing.route())) {
            undo.add(new RouteMade(routing));
        }
        if (!state.rules().contains(routing.rule())) {
            undo.add(new RuleMade(routing));
        }
        ChangeStep apply = new ChangeStep(undo, RoutingScript.apply(routing.words()), List.of());
        return undo.isEmpty() ? Optional.empty() : Optional.of(new Change('+', routing.toString(), List.of(apply)));
    }

    private boolean unwanted(Undo undo) {
        if (undo instanceof ArpSet) {
            return !perSource;
        }
        return (undo instanceof RuleMade rule && !wanted.contains(rule.routing()))
                || (undo instanceof RouteMade route && !wanted.contains(route.routing()));
    }
}
