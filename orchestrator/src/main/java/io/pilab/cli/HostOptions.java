package io.pilab.cli;

import io.pilab.app.Controller;
import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that works on the hosts as root. */
final class HostOptions extends CommonOptions {
    @Option(
            names = {"-K", "--ask-sudo-password"},
            description = "Ask for sudo's password on the hosts (or set PILAB_SUDO_PASSWORD).")
    private boolean ask;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private Optional<char[]> typed = Optional.empty();

    /** The controller. Asks for the sudo password now, and only once. */
    Controller controller() {
        Screen screen = ScreenOwner.of(spec);
        if (ask && typed.isEmpty()) {
            typed = Optional.of(screen.leave(HostOptions::read));
        }
        Controller usual = Controller.of(Environment.variables(), Environment.controllerName(), screen.watcher());
        return typed.map(usual::withSudoPassword).orElse(usual);
    }

    /** Newer JDKs have a console even without a terminal. Its input is then at its end. */
    @SuppressWarnings("SystemConsoleNull")
    private static char[] read() {
        Console console = System.console();
        char[] password = console == null ? null : console.readPassword("sudo password on the hosts: ");
        if (password == null || password.length == 0) {
            throw new Failure(
                    ExitCode.INVALID,
                    "--ask-sudo-password got no password: "
                            + (console == null ? "there is no terminal to ask on" : "nothing was typed")
                            + "; the environment variable PILAB_SUDO_PASSWORD can hold it instead");
        }
        return password;
    }
}
