package io.pilab.plan;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.traffic.ToolCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One host's share of a trial: what its experiment.sh receives.
 *
 * @param traffic the tool; empty: the host has no traffic, and hears when it began
 * @param limit after which the host itself ends the traffic
 * @param hangs after which from t = 0 the host ends the tool, where it is known to wait for an answer that cannot come
 * @param interfaces whose counters are sampled
 * @param firings in the order of their offsets
 * @param mayCut the interfaces that a fault may cut although SSH needs them
 * @param mayRestart whether a fault may restart the host, and so cut all of them
 */
public record HostShare(
        String host,
        Optional<ToolCommand> traffic,
        Duration limit,
        Optional<Duration> hangs,
        List<String> interfaces,
        List<Firing> firings,
        Set<String> mayCut,
        boolean mayRestart) {
    /**
     * A command on the host's own timeline.
     *
     * @param step number of the fault in the scenario's timeline, from 0
     * @param inject or else heal
     */
    public record Firing(Duration at, int step, boolean inject, AgentCommand command) {
        String line() {
            return at.toMillis() + " " + step + " " + (inject ? "inject" : "heal") + " " + command;
        }
    }

    /** How long a host may take to restart: a Pi needs half a minute, one that checks its file systems more. */
    public static final Duration BOOT = Duration.ofMinutes(2);

    public HostShare {
        interfaces = List.copyOf(interfaces);
        firings = List.copyOf(firings);
        mayCut = Set.copyOf(mayCut);
    }

    /** The step that restarts the host, if it has one. */
    public OptionalInt restart() {
        return firings.stream()
                .filter(f -> f.inject() && f.command().script() == AgentScript.REBOOT)
                .mapToInt(Firing::step)
                .findFirst();
    }

    /**
     * The text that {@code experiment.sh prepare} reads.
     *
     * @param binary of the traffic tool; known only once the host has been asked
     * @param sshInterface as the kernel names it; denied to every fault unless one may cut it
     */
    public String specification(String binary, Optional<String> sshInterface) {
        List<String> lines = new ArrayList<>();
        traffic.ifPresent(tool -> {
            lines.add("traffic " + binary);
            lines.add("port " + tool.port());
            lines.add(tool.listens() ? "listens" : "waits");
        });
        lines.add("limit " + limit.toSeconds());
        hangs.ifPresent(after -> lines.add("hangs " + after.toMillis()));
        traffic.ifPresent(tool -> tool.arguments().forEach(a -> lines.add("argument " + a)));
        interfaces.forEach(i -> lines.add("interface " + i));
        sshInterface.filter(i -> !mayRestart && !mayCut.contains(i)).ifPresent(i -> lines.add("deny " + i));
        firings.forEach(f -> lines.add("fault " + f.line()));
        return String.join("\n", lines) + "\n";
    }
}
