package io.pilab.cli;

import io.pilab.remote.sshj.SshSettings;
import io.pilab.remote.sshj.SudoPassword;
import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes that works on the hosts as root. */
final class HostOptions extends CommonOptions {
    @Option(
            names = {"-K", "--ask-sudo-password"},
            description = "Ask for sudo's password on the hosts (or set PILAB_SUDO_PASSWORD).")
    private boolean ask;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private Optional<char[]> typed = Optional.empty();

    /** How to connect; asks for the password now, and once only. */
    SshSettings ssh() {
        if (ask && typed.isEmpty()) {
            typed = Optional.of(Screen.of(spec).leave(HostOptions::read));
        }
        SshSettings usual = SshSettings.usual();
        return typed.isEmpty() ? usual : usual.with((SudoPassword) () -> typed.map(char[]::clone));
    }

    /** Newer JDKs have a console also without a terminal; its input is at its end. */
    @SuppressWarnings("SystemConsoleNull")
    private static char[] read() {
        Console console = System.console();
        char[] password = console == null ? null : console.readPassword("sudo password on the hosts: ");
        if (password == null || password.length == 0) {
            throw new Failure(
                    ExitCode.INVALID,
                    "--ask-sudo-password got no password: "
                            + (console == null ? "there is no terminal to ask on" : "nothing was typed")
                            + "; the environment variable " + SudoPassword.VARIABLE + " may hold it instead");
        }
        return password;
    }
}
