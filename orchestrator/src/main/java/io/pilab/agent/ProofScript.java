package io.pilab.agent;

import java.util.List;

/** Calls of {@code proof.sh}: whether a restore can bring back what a fault may take away. */
public final class ProofScript {
    private ProofScript() {}

    /** Tries it for these interfaces and all endpoints; changes nothing of the host. */
    public static AgentCommand collect(List<String> interfaces) {
        return new AgentCommand(AgentScript.PROOF, "collect", interfaces);
    }
}
