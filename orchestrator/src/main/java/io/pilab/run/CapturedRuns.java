package io.pilab.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.provision.AgentJson;
import java.util.List;

/** Runs whose captured state a host still has: what is changed now would be undone when they are put back. */
public final class CapturedRuns {
    private CapturedRuns() {}

    /** Why the host must not be changed now, each with its cure. */
    public static List<String> problems(Session session) {
        return session.agent()
                .call(AgentCommand.of(AgentScript.SNAPSHOT, "list"))
                .text()
                .lines()
                .map(AgentJson::answer)
                .map(run -> problem(session.name(), run))
                .toList();
    }

    private static String problem(String host, JsonNode run) {
        return host + ": " + run.path("run").asText() + " is at work on it since "
                + run.path("captured").asText()
                + ", or was cut off. Wait for its end, or heal the host with: pilab restore " + host;
    }
}
