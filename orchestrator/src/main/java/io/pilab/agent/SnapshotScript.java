package io.pilab.agent;

import java.util.ArrayList;
import java.util.List;

/** Calls of {@code snapshot.sh}: the state of a host. */
public final class SnapshotScript {
    private SnapshotScript() {}

    /**
     * Captures the state for a restore.
     *
     * @param run the id of the capture
     * @param scope what the run answers for: "lab" or "host", then interfaces and addresses; empty: everything
     */
    public static AgentCommand capture(String run, List<String> scope) {
        List<String> words = new ArrayList<>(List.of(run));
        words.addAll(scope);
        return new AgentCommand(AgentScript.SNAPSHOT, "capture", words);
    }

    /** Shows the present state. */
    public static AgentCommand show() {
        return AgentCommand.of(AgentScript.SNAPSHOT, "show");
    }

    /** Lists the captured runs, newest first. */
    public static AgentCommand list() {
        return AgentCommand.of(AgentScript.SNAPSHOT, "list");
    }
}
