package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import java.util.ArrayList;
import java.util.List;
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
        List<String> words = new ArrayList<>(List.of(Integer.toString(share)));
        words.addAll(words(networkInterface, peer, site));
        return new AgentCommand(AgentScript.DROP, "on", words);
    }

    static AgentCommand off(Optional<String> networkInterface, Optional<String> peer, Site site) {
        return new AgentCommand(AgentScript.DROP, "off", words(networkInterface, peer, site));
    }

    private static List<String> words(Optional<String> networkInterface, Optional<String> peer, Site site) {
        if (peer.isEmpty()) {
            return List.of("interface", networkInterface.orElseThrow());
        }
        String remote = site.peerAddress(peer.get());
        return networkInterface
                .map(name -> List.of("pair", site.address(name), remote))
                .orElseGet(() -> List.of("peer", remote));
    }
}
