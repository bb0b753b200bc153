package io.pilab.remote;

import io.pilab.agent.AgentCommand;
import io.pilab.lab.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Installs the agent scripts on one host, once, and calls them. */
public final class Agent {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String ECHO = "pilab-runs-commands";
    private static final ScriptBundle BUNDLE = new ScriptBundle();

    private final Remote remote;
    private final Execution execution;
    private volatile Optional<String> greeting = Optional.empty();

    /** Runs the command of a call. */
    @FunctionalInterface
    public interface Execution {
        CommandResult exec(RemoteCommand command);
    }

    public Agent(Remote remote) {
        this.remote = remote;
        this.execution = this::run;
    }

    private Agent(Remote remote, Execution execution) {
        this.remote = remote;
        this.execution = execution;
    }

    /** The same scripts, called through {@code execution}. {@link #ask} and {@link #install} bypass it. */
    public Agent through(Execution execution) {
        return new Agent(remote, execution);
    }

    public String host() {
        return remote.host();
    }

    public Remote remote() {
        return remote;
    }

    /** Whether the scripts are on the host. A restart removes them. */
    public boolean installed() {
        return run(RemoteCommand.of("test", "-d", BUNDLE.folder()).root()).succeeded();
    }

    /** What the login shell's profile or a forced command writes around the commands' output, if anything. It is ignored. */
    public Optional<String> greeting() {
        return greeting;
    }

    private CommandResult run(RemoteCommand command) {
        CommandResult result = remote.exec(command);
        if (!result.around().isBlank()) {
            greeting = Optional.of(Excerpt.of(result.around()));
        }
        return result;
    }

    /** Connects, and pushes the scripts unless the host has exactly these. */
    public void install() {
        remote.connect();
        CommandResult there =
                run(RemoteCommand.of("test", "-d", BUNDLE.folder()).root());
        if (there.stdout().length > 0) {
            demandCommands();
        }
        if (!there.succeeded()) {
            RemoteCommand installer = RemoteCommand.of("sh", "-s").root().input(BUNDLE.installer());
            CommandResult pushed = run(installer);
            if (!pushed.succeeded()) {
                demandCommands();
            }
            demand("pushing the agent scripts", pushed);
        }
    }

    /** Throws for an account that accepts logins but runs something else instead of commands, or nothing. */
    private void demandCommands() {
        CommandResult result = run(RemoteCommand.of("echo", ECHO));
        if (!result.text().contains(ECHO)) {
            String said = (result.text() + " " + result.errorText())
                    .replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ")
                    .strip();
            throw new RemoteException(
                    host(),
                    RemoteException.RemoteFailure.NO_COMMANDS,
                    "the account takes the login but does not run our commands"
                            + (said.isEmpty()
                                    ? ""
                                    : " (it says: " + said.substring(0, Math.min(said.length(), 120)) + ")")
                            + ". Its shell is nologin, or sshd forces another command on it (ForceCommand, SFTP only): name"
                            + " another user in the lab file, or on the host: sudo chsh -s /bin/sh USER");
        }
    }

    /** Calls a script as root. Throws {@link AgentException} when its exit code is not 0. */
    public CommandResult call(AgentCommand command) {
        return call(command, new byte[0], TIMEOUT);
    }

    /** The same, with standard input and a time limit. */
    public CommandResult call(AgentCommand command, byte[] input, Duration timeout) {
        return demand(command, attempt(command, input, timeout));
    }

    /** Calls a script as root, whatever its exit code. */
    public CommandResult attempt(AgentCommand command, byte[] input, Duration timeout) {
        return execution.exec(
                RemoteCommand.of(words(command)).root().input(input).timeout(timeout));
    }

    /** Throws {@link AgentException} when the exit code of a call is not 0. */
    public CommandResult demand(AgentCommand command, CommandResult result) {
        return demand(command.toString(), result);
    }

    /** Calls a script as root whose exit code 1 is a result. Bypasses the execution of {@link #through}. */
    public CommandResult ask(AgentCommand command) {
        CommandResult result = run(RemoteCommand.of(words(command)).root().timeout(TIMEOUT));
        return answered(result) ? result : demand(command.toString(), result);
    }

    /** Calls a script as root whose exit code 1 is a result. */
    public CommandResult outcome(AgentCommand command, Duration timeout) {
        CommandResult result =
                execution.exec(RemoteCommand.of(words(command)).root().timeout(timeout));
        return answered(result) ? result : demand(command.toString(), result);
    }

    /** Whether a failed script names on standard output what it failed in. */
    private static boolean answered(CommandResult result) {
        return result.exitCode() == 1 && result.stdout().length > 0;
    }

    /** Calls a script that needs no privilege, as the login user. */
    public CommandResult callUnprivileged(AgentCommand command, Duration timeout) {
        return demand(
                command.toString(),
                execution.exec(RemoteCommand.of(words(command)).timeout(timeout)));
    }

    private CommandResult demand(String what, CommandResult result) {
        if (!result.succeeded()) {
            throw new AgentException(host(), what, result.exitCode(), result.errorText(), cure(result));
        }
        return result;
    }

    /** The command line that does the same by hand on the host. */
    public static String byHand(AgentCommand command) {
        return "sudo " + ShellQuote.join(words(command));
    }

    private static List<String> words(AgentCommand command) {
        List<String> words = new ArrayList<>(
                List.of("sh", BUNDLE.folder() + "/" + command.script().fileName()));
        words.addAll(command.words().subList(1, command.words().size()));
        return words;
    }

    private static String cure(CommandResult result) {
        if (result.errorText().contains("No space left on device")) {
            return "Free some space under /run (df -h /run shows it; old runs lie in /run/pilab).";
        }
        return "";
    }
}
