package io.pilab.traffic;

import java.util.List;

/**
 * How a traffic tool is started on one host.
 *
 * @param program its name; where a host has it is known once the host was asked
 * @param port of TCP that the traffic uses, which has to be free on the host before
 * @param listens whether it waits on that port for the other host
 * @param arguments each of letters, digits and {@code . _ : / -}
 */
public record ToolCommand(String program, int port, boolean listens, List<String> arguments) {
    public ToolCommand {
        arguments = List.copyOf(arguments);
    }

    /** As a shell would take it. */
    @Override
    public String toString() {
        return program + " " + String.join(" ", arguments);
    }
}
