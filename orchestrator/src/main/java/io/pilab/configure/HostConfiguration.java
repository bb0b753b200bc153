package io.pilab.configure;

import io.pilab.configure.Change.ChangeStep;
import io.pilab.configure.HostState.LimitValues;
import io.pilab.configure.Undo.LimitsSet;
import io.pilab.host.HostException;
import io.pilab.lab.Host;
import io.pilab.lab.MptcpSettings;
import io.pilab.remote.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The MPTCP side of a host: what the lab wants, what there is, and how to get there. */
public final class HostConfiguration {
    private final Host host;
    private final MptcpSettings settings;
    private final Agent agent;
    private final Ledger ledger;

    public HostConfiguration(Host host, MptcpSettings settings, Agent agent) {
        this.host = host;
        this.settings = settings;
        this.agent = agent;
        this.ledger = new Ledger(agent);
    }

    /**
     * The difference.
     *
     * @param foreign endpoints that are there and that no line of the lab file speaks of; left alone
     */
    public record HostDifference(List<Change> changes, List<String> foreign) {}

    /**
     * Asks the host; changes nothing.
     *
     * @param adopt whether foreign endpoints are to go
     */
    public HostDifference difference(boolean adopt) {
        HostState state = HostState.read(agent);
        List<Undo> made = ledger.read();
        List<String> inTheWay = new RoutingChanges(host, settings, state, made).inTheWay();
        if (!inTheWay.isEmpty()) {
            throw new HostException(
                    host.name() + ": " + String.join("\n  ", inTheWay), HostException.HostFailure.NOT_SUPPORTED);
        }
        return difference(host, settings, state, made, adopt);
    }

    /**
     * Brings a difference about in one call; the host records how to take each change back before it makes it.
     *
     * @param after receives each change that is made, also before a failure is thrown
     */
    public void apply(HostDifference difference, Consumer<Change> after) {
        List<String> lines = new ArrayList<>();
        TreeMap<Integer, Change> ends = new TreeMap<>();
        for (Change change : difference.changes()) {
            change.steps().forEach(step -> lines.addAll(step.lines()));
            ends.put(lines.size(), change);
        }
        if (!lines.isEmpty()) {
            ledger.make(lines, done -> ends.headMap(done, true).values().forEach(after));
        }
    }

    /**
     * Makes what is missing for a trial, whose own capture takes it back; what was made.
     *
     * @param bare addresses whose endpoint goes, also one that others made
     */
    public List<Change> configure(Set<String> bare) {
        HostState state = HostState.read(agent);
        List<Undo> goes = state.endpoints().stream()
                .filter(endpoint -> bare.contains(endpoint.address()))
                .<Undo>map(Undo.EndpointMade::new)
                .toList();
        List<Change> changes = difference(host, settings, state, goes, false).changes();
        changes.stream().flatMap(c -> c.commands().stream()).forEach(agent::call);
        return changes;
    }

    static HostDifference difference(
            Host host, MptcpSettings settings, HostState state, List<Undo> made, boolean adopt) {
        EndpointChanges endpoints = new EndpointChanges(host, state, made, adopt);
        if (!endpoints.lost().isEmpty()) {
            throw new HostException(
                    host.name() + ": " + String.join(", ", endpoints.lost())
                            + " has a flag that this iproute2 does not know, so it could not be restored once it is"
                            + " replaced. Remove it yourself, or write it into the lab file as it is.",
                    HostException.HostFailure.NOT_SUPPORTED);
        }
        RoutingChanges routing = new RoutingChanges(host, settings, state, made);
        List<Change> changes = new ArrayList<>(endpoints.removals());
        changes.addAll(routing.removals());
        // Routing first: an endpoint may start a subflow the moment it is there.
        changes.addAll(routing.additions());
        LimitValues wanted =
                new LimitValues(settings.limits().subflows(), settings.limits().addAddrAccepted());
        limits(wanted, state.limits()).ifPresent(changes::add);
        changes.addAll(endpoints.additions());
        return new HostDifference(List.copyOf(changes), endpoints.foreign());
    }

    private static Optional<Change> limits(LimitValues wanted, LimitValues present) {
        if (present.equals(wanted)) {
            return Optional.empty();
        }
        ChangeStep set = ChangeStep.recording(wanted.command(), new LimitsSet(wanted, present));
        return Optional.of(new Change('~', present.to(wanted), List.of(set)));
    }
}
