package io.pilab.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * One call of a script on a host: a value, nothing runs.
 *
 * @param arguments unquoted; the caller quotes each of them
 */
public record AgentCommand(AgentScript script, String verb, List<String> arguments) {
    public AgentCommand {
        arguments = List.copyOf(arguments);
    }

    /** What a host can be asked is a method of the script's own class, as {@link LinkScript}. */
    static AgentCommand of(AgentScript script, String verb, String... arguments) {
        return new AgentCommand(script, verb, List.of(arguments));
    }

    /** The script's file, the verb and the arguments, one word each. */
    public List<String> words() {
        List<String> words = new ArrayList<>(List.of(script.fileName(), verb));
        words.addAll(arguments);
        return words;
    }

    @Override
    public String toString() {
        return String.join(" ", words());
    }
}
