package io.pilab.host;

import io.pilab.agent.SnapshotScript;
import io.pilab.record.HostUsage.Captured;
import io.pilab.remote.Agent;
import java.util.List;
import java.util.function.Predicate;

/** Runs whose captured state a host still has, in {@code /run} or, after a restart, on its disk. */
public final class CapturedRuns {
    private CapturedRuns() {}

    /** The newest first. */
    public static List<Captured> on(Agent agent) {
        return AgentJson.answers(agent, agent.call(SnapshotScript.list())).stream()
                .map(r ->
                        new Captured(r.path("run").asText(), r.path("captured").asText()))
                .toList();
    }

    /** Why the host must not be changed now, since they would undo it, each with its cure. */
    public static List<String> problems(Agent agent) {
        return problems(agent, run -> false);
    }

    /** Why the host must not be changed now, apart from runs that are {@code ours}. */
    public static List<String> problems(Agent agent, Predicate<String> ours) {
        return on(agent).stream()
                .filter(run -> !ours.test(run.run()))
                .map(run -> problem(agent.host(), run))
                .toList();
    }

    private static String problem(String host, Captured run) {
        return host + ": " + run.run() + " has been running on it since " + run.since()
                + ", or was cut off. Wait for its end, or restore the host with: pilab restore " + host;
    }
}
