package io.pilab.configure;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AppliedScript;
import io.pilab.host.AgentJson;
import io.pilab.host.HostException;
import io.pilab.lab.Excerpt;
import io.pilab.remote.Agent;
import io.pilab.remote.CommandResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/** What apply made on a host: the host keeps it itself, so that every controller sees it, and it is gone after a reboot. */
public final class Ledger {
    private static final Duration LIMIT = Duration.ofSeconds(60);

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

    /**
     * Does lines of {@link AppliedScript} in order, up to the first that fails.
     *
     * @param after receives how many are done, also before a failure is thrown
     */
    void make(List<String> lines, IntConsumer after) {
        byte[] input = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        CommandResult result = agent.attempt(AppliedScript.make(), input, LIMIT);
        after.accept((int) result.text().lines().count());
        agent.demand(AppliedScript.make(), result);
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
