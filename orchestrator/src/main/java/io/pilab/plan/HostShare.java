package io.pilab.plan;

import io.pilab.agent.AgentCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One host's share of a trial: what its experiment.sh is told.
 *
 * @param arguments of the traffic tool
 * @param limit after which the host itself ends the traffic
 * @param interfaces whose counters are sampled
 * @param firings in the order of their offsets
 */
public record HostShare(
        String host, int port, List<String> arguments, Duration limit, List<String> interfaces, List<Firing> firings) {
    /**
     * A command on the host's own timeline.
     *
     * @param index of the fault among those of this host
     * @param inject or else heal
     */
    public record Firing(Duration at, int index, boolean inject, AgentCommand command) {
        String line() {
            return at.toMillis() + " " + index + " " + (inject ? "inject" : "heal") + " " + command;
        }
    }

    public HostShare {
        arguments = List.copyOf(arguments);
        interfaces = List.copyOf(interfaces);
        firings = List.copyOf(firings);
    }

    /** The text that {@code experiment.sh prepare} reads; the binary is known only once the host has been asked. */
    public String specification(String binary) {
        List<String> lines = new ArrayList<>();
        lines.add("traffic " + binary);
        lines.add("port " + port);
        lines.add("limit " + limit.toSeconds());
        arguments.forEach(a -> lines.add("argument " + a));
        interfaces.forEach(i -> lines.add("interface " + i));
        firings.forEach(f -> lines.add("fault " + f.line()));
        return String.join("\n", lines) + "\n";
    }
}
