package io.pilab.agent;

/** Calls of {@code command.sh}: an operator's own commands, each as three octal digits a byte. */
public final class CommandScript {
    private CommandScript() {}

    /** Runs a command once its undo is saved with the captured state. */
    public static AgentCommand run(String run, String undo) {
        return AgentCommand.of(AgentScript.COMMAND, "run", run, undo);
    }

    /** Runs a command that cuts an interface; refused where the interface is denied. */
    public static AgentCommand run(String run, String undo, String networkInterface) {
        return AgentCommand.of(AgentScript.COMMAND, "run", run, undo, networkInterface);
    }

    /** Runs the undo of a command, which the restore then does not run again. */
    public static AgentCommand undo(String undo) {
        return AgentCommand.of(AgentScript.COMMAND, "undo", undo);
    }
}
