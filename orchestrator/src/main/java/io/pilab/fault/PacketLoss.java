package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.lab.Host;
import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import java.util.Optional;
import java.util.Set;

/**
 * A random share of the packets is lost, both ways, while the link stays up.
 *
 * @param share percent of the packets, in hundredths
 * @param networkInterface all that passes it; with {@code peer} only the subflows between the two addresses
 * @param peer an interface of the other host: what goes to its address and comes from there
 */
@Variant(
        value = "A random share of the packets is dropped, both ways; needs nftables.",
        anyOf = {"interface", "peer"})
public record PacketLoss(
        @Parameter("The share of packets, from 0.01%.") double share,

        @Parameter("An interface of that host: all that passes it.")
        Optional<String> networkInterface,

        @Parameter(
                "An interface of the other host: what goes to its address and comes from there; with `interface`, only between the two addresses.")
        Optional<String> peer)
        implements Fault {
    public PacketLoss {
        DropTarget.check(networkInterface, peer);
        if (!(share >= 0.01 && share <= 100)) {
            throw new IllegalArgumentException("packet-loss takes a share from 0.01% to 100%");
        }
    }

    @Override
    public AgentCommand inject(Site site) {
        return DropTarget.on(Math.toIntExact(Math.round(share * 100)), networkInterface, peer, site);
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
