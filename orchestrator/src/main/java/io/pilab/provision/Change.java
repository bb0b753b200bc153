package io.pilab.provision;

import io.pilab.agent.AgentCommand;
import java.util.List;

/**
 * One difference between what a lab wants of a host and what the host has.
 *
 * @param sign {@code +} is missing, {@code ~} is there and differs
 * @param text for a reader
 * @param commands what brings it about, in order
 */
public record Change(char sign, String text, List<AgentCommand> commands) {
    public Change {
        commands = List.copyOf(commands);
    }

    @Override
    public String toString() {
        return sign + " " + text;
    }
}
