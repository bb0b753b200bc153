package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.DropScript;
import java.util.Optional;
import java.util.Set;

/** What {@code drop.sh} drops: all of an interface, all of a peer's address, or what passes between two addresses. */
final class DropTarget {
    private DropTarget() {}

    static void check(Optional<String> networkInterface, Optional<String> peer) {
        if (networkInterface.isEmpty() && peer.isEmpty()) {
            throw new IllegalArgumentException("needs an `interface`, a `peer` (the other host's interface), or both");
        }
    }

    /** Without an interface of its own all that goes to the peer's is cut off. */
    static Set<String> peerInterfaces(Optional<String> networkInterface, Optional<String> peer) {
        return networkInterface.isEmpty() ? Set.of(peer.orElseThrow()) : Set.of();
    }

    /** @param share in hundredths of a percent */
    static AgentCommand on(int share, Optional<String> networkInterface, Optional<String> peer, Site site) {
        return DropScript.on(share, target(networkInterface, peer, site));
    }

    static AgentCommand off(Optional<String> networkInterface, Optional<String> peer, Site site) {
        return DropScript.off(target(networkInterface, peer, site));
    }

    private static DropScript.DropMatch target(Optional<String> networkInterface, Optional<String> peer, Site site) {
        if (peer.isEmpty()) {
            return DropScript.DropMatch.of(networkInterface.orElseThrow());
        }
        String remote = site.peerAddress(peer.get());
        return networkInterface
                .map(name -> DropScript.DropMatch.pair(site.address(name), remote))
                .orElseGet(() -> DropScript.DropMatch.peer(remote));
    }
}
