package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.lab.Host;
import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import java.util.Optional;
import java.util.Set;

/**
 * Packets vanish, both ways, while the link stays up.
 *
 * @param networkInterface all that passes it; with {@code peer} only the subflows between the two addresses
 * @param peer an interface of the other host: what goes to its address and comes from there
 */
@Variant(
        value = "All packets are dropped silently, both ways, while the link stays up; needs nftables.",
        anyOf = {"interface", "peer"})
public record Blackhole(
        @Parameter("An interface of that host: all that passes it.")
        Optional<String> networkInterface,

        @Parameter(
                "An interface of the other host: what goes to its address and comes from there; with `interface`, only between the two addresses.")
        Optional<String> peer)
        implements Fault {
    public Blackhole {
        DropTarget.check(networkInterface, peer);
    }

    @Override
    public AgentCommand inject(Site site) {
        return DropTarget.on(10_000, networkInterface, peer, site);
    }

    @Override
    public AgentCommand heal(Site site) {
        return DropTarget.off(networkInterface, peer, site);
    }

    @Override
    public Set<String> interfaces() {
        return networkInterface.map(Set::of).orElseGet(Set::of);
    }

    @Override
    public Set<String> peerInterfaces() {
        return DropTarget.peerInterfaces(networkInterface, peer);
    }

    @Override
    public Set<Requirement> needs(Host host) {
        return Set.of(Requirement.NFT);
    }

    @Override
    public Set<String> cuts() {
        return peer.isEmpty() ? interfaces() : Set.of();
    }
}
