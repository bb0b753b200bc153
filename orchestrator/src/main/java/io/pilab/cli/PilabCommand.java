package io.pilab.cli;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
        name = "pilab",
        addMethodSubcommands = false, // looking for them takes time at each start
        description = "Repeatable MPTCP failover experiments on pairs of Raspberry Pis, real or virtual.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ValidateCommand.class,
            TrustCommand.class,
            DoctorCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            ResetCommand.class,
            BundleCommand.class,
            RunCommand.class,
            ShowCommand.class,
            RestoreCommand.class,
            RigCommand.class,
            VersionCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Exit codes:",
            "  0  done; every expectation held",
            "  1  the run is valid and an expectation failed",
            "  2  usage, or an invalid file",
            "  3  broken: a host, a tool or the connection failed, so there is no verdict",
            "  4  not supported on these hosts",
            "  5  a host is not restored; the message has the command that restores it"
        })
final class PilabCommand implements ScreenOwner {
    private final Screen screen;

    /** A command line that prints nowhere, to list commands and options. */
    PilabCommand() {
        this(Screen.plain(new PrintWriter(Writer.nullWriter())));
    }

    PilabCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Screen screen() {
        return screen;
    }
}
