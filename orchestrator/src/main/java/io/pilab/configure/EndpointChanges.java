package io.pilab.configure;

import io.pilab.configure.Change.ChangeStep;
import io.pilab.configure.Undo.EndpointMade;
import io.pilab.configure.Undo.EndpointRemoved;
import io.pilab.lab.Host;
import io.pilab.lab.MptcpEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares a host's wanted MPTCP endpoints with those that it has. */
public final class EndpointChanges {
    private final Host host;
    private final HostState state;
    private final List<Undo> ledger;
    private final boolean adopt;
    private final Set<String> wantedAddresses;

    /**
     * @param ledger what apply made before
     * @param adopt whether endpoints that nobody wants and that we have not made go as well
     */
    public EndpointChanges(Host host, HostState state, List<Undo> ledger, boolean adopt) {
        this.host = host;
        this.state = state;
        this.ledger = ledger;
        this.adopt = adopt;
        this.wantedAddresses =
                host.endpoints().stream().map(MptcpEndpoint::address).collect(Collectors.toSet());
    }

    /** What goes: ours that the lab file names no more, and all others if they are adopted. */
    List<Change> removals() {
        List<Change> changes = new ArrayList<>();
        for (Endpoint endpoint : unwanted()) {
            if (ours(endpoint)) {
                changes.add(Change.takingBack(new EndpointMade(endpoint)));
            } else if (adopted(endpoint)) {
                ChangeStep delete = ChangeStep.recording(endpoint.delete(), new EndpointRemoved(endpoint));
                changes.add(new Change('-', endpoint + " (foreign, adopted)", List.of(delete)));
            }
        }
        return changes;
    }

    /** What comes or differs. */
    List<Change> additions() {
        Set<Integer> used = new TreeSet<>();
        state.endpoints().stream().filter(e -> !goes(e)).map(Endpoint::id).forEach(used::add);
        List<Change> changes = new ArrayList<>();
        host.endpoints().forEach(wanted -> change(wanted, used).ifPresent(changes::add));
        return changes;
    }

    /** Endpoints that no line of the lab file speaks of and that we have not made; they are left alone. */
    public List<String> foreign() {
        return unwanted().stream().filter(e -> !goes(e)).map(Endpoint::toString).toList();
    }

    /** Endpoints that the lab file wants otherwise, with a flag that we could not give them again. */
    public List<String> lost() {
        return host.endpoints().stream()
                .flatMap(wanted -> state
                        .endpointAt(wanted.address())
                        .filter(present -> state.unknown().contains(present.id()))
                        .filter(present -> !Endpoint.of(wanted, present.id()).equals(present))
                        .stream())
                .map(Endpoint::toString)
                .toList();
    }

    private List<Endpoint> unwanted() {
        return state.endpoints().stream()
                .filter(e -> !wantedAddresses.contains(e.address()))
                .toList();
    }

    private boolean goes(Endpoint endpoint) {
        return !wantedAddresses.contains(endpoint.address()) && (ours(endpoint) || adopted(endpoint));
    }

    private boolean ours(Endpoint endpoint) {
        return ledger.contains(new EndpointMade(endpoint));
    }

    /** What could not be restored as it is stays foreign. */
    private boolean adopted(Endpoint endpoint) {
        return adopt && !state.unknown().contains(endpoint.id());
    }

    private Optional<Change> change(MptcpEndpoint wanted, Set<Integer> used) {
        Optional<Endpoint> present = state.endpointAt(wanted.address());
        if (present.isPresent()) {
            Endpoint next = Endpoint.of(wanted, present.get().id());
            return next.equals(present.get()) ? Optional.empty() : Optional.of(replace(present.get(), next));
        }
        Endpoint next = Endpoint.of(wanted, freeId(wanted.id(), used));
        return Optional.of(
                new Change('+', next.toString(), List.of(ChangeStep.recording(next.add(), new EndpointMade(next)))));
    }

    private Change replace(Endpoint present, Endpoint next) {
        ChangeStep delete = ours(present)
                ? ChangeStep.takingBack(new EndpointMade(present))
                : ChangeStep.recording(present.delete(), new EndpointRemoved(present));
        ChangeStep add = ChangeStep.recording(next.add(), new EndpointMade(next));
        return new Change('~', next + " (is " + present.nature() + ")", List.of(delete, add));
    }

    private static int freeId(int wanted, Set<Integer> used) {
        int id = wanted;
        while (used.contains(id)) {
            id = id % 255 + 1;
        }
        used.add(id);
        return id;
    }
}
