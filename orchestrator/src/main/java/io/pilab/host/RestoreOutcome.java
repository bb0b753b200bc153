package io.pilab.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.RestoreScript;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What restore.sh says of one captured run.
 *
 * @param failures what it could not restore, in its words; none: the host is as it was captured
 * @param left what others changed, and so is left alone
 * @param nothingCaptured there was nothing to restore from
 */
public record RestoreOutcome(String run, List<String> failures, List<String> left, boolean nothingCaptured) {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int MOST_LINES = 20;
    private static final int TRIES = 3;

    public RestoreOutcome {
        failures = bounded(failures);
        left = bounded(left);
    }

    private static List<String> bounded(List<String> lines) {
        int more = lines.size() - MOST_LINES;
        return more <= 0
                ? List.copyOf(lines)
                : Stream.concat(lines.stream().limit(MOST_LINES), Stream.of("and " + more + " more"))
                        .toList();
    }

    /** Puts one run back. A script that died on the way is a failure like any other. */
    public static RestoreOutcome run(Agent agent, String run) {
        AgentCommand command = RestoreScript.run(run);
        try {
            return of(AgentJson.answer(agent, agent.outcome(command, TIMEOUT)));
        } catch (AgentException e) {
            return new RestoreOutcome(run, List.of(e.getMessage()), List.of(), false);
        }
    }

    /** Puts everything back that the host has captured, the newest first; throws when the script dies again and again. */
    public static List<RestoreOutcome> all(Agent agent, Duration timeout) {
        AgentCommand command = RestoreScript.all();
        for (int left = TRIES - 1; ; left--) {
            try {
                return AgentJson.answers(agent, agent.outcome(command, timeout)).stream()
                        .map(RestoreOutcome::of)
                        .toList();
            } catch (AgentException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    public boolean restored() {
        return failures.isEmpty();
    }

    private static RestoreOutcome of(JsonNode answer) {
        List<String> failures = texts(answer.path("failed"));
        if (failures.isEmpty() && !answer.path("restored").asBoolean()) {
            failures.add("restore.sh does not say that it restored: " + answer);
        }
        return new RestoreOutcome(
                answer.path("run").asText(),
                failures,
                texts(answer.path("left")),
                answer.path("note").asText().equals("nothing captured"));
    }

    private static List<String> texts(JsonNode lines) {
        List<String> texts = new ArrayList<>();
        lines.forEach(line -> texts.add(line.asText()));
        return texts;
    }
}
