package io.pilab.configure;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AppliedScript;
import io.pilab.host.AgentJson;
import io.pilab.host.HostException;
import io.pilab.lab.Excerpt;
import io.pilab.remote.Agent;
import java.util.List;

/** What apply made on a host: the host keeps it itself, so that every controller sees it, and it is gone after a reboot. */
public final class Ledger {
    private final Agent agent;

    public Ledger(Agent agent) {
        this.agent = agent;
    }

    /** Oldest first. */
    public List<Undo> read() {
        return AgentJson.answers(agent, agent.call(AppliedScript.list())).stream()
                .map(this::undo)
                .toList();
    }

    void push(Undo undo) {
        agent.call(AppliedScript.push(undo.words()));
    }

    void drop(Undo undo) {
        agent.call(AppliedScript.drop(undo.words()));
    }

    private Undo undo(JsonNode answer) {
        String line = answer.path("made").asText();
        return Undo.of(line)
                .orElseThrow(() ->
                        new HostException(agent.host() + ": its record of what apply made holds '" + Excerpt.of(line)
                                + "', which this pilab does not know.\n  Take it back with the pilab that made it, or reboot the"
                                + " host."));
    }
}
