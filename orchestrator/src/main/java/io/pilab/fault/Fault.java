package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import java.util.Set;

/**
 * Something that goes wrong on one host, as a value: it answers with commands and runs nothing. Its name in a scenario
 * is the record's name in kebab case.
 */
public sealed interface Fault permits LinkDown, Impair {
    /** What makes it happen. */
    AgentCommand inject();

    /** What takes it back; harmless when the fault did not happen. */
    AgentCommand heal();

    /** The interfaces of its host that it disturbs. */
    Set<String> interfaces();

    /** What its host has to have for it. */
    default Set<Requirement> needs() {
        return Set.of();
    }

    /** The name that scenarios use, {@code link-down}. */
    default String kind() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }
}
