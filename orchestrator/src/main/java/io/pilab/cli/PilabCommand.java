package io.pilab.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The root of the command line. */
@Command(
        name = "pilab",
        addMethodSubcommands = false, // looking for them takes time at each start
        description = "Repeatable MPTCP failover experiments on pairs of Raspberry Pis, real or virtual.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
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
    private static final List<Class<?>> COMMANDS = List.of(
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
            HelpCommand.class);

    private final Screen screen;

    /** A command line that prints nowhere, to list commands and options. */
    PilabCommand() {
        this(Screen.plain(new PrintWriter(Writer.nullWriter())));
    }

    PilabCommand(Screen screen) {
        this.screen = screen;
    }

    /**
     * The command line for these words. Of commands that are not among them it has the name and the description only:
     * each whole one takes time at every start.
     */
    CommandLine commandLine(String... words) {
        Set<String> wanted = Set.copyOf(Arrays.asList(words));
        boolean all = wanted.stream().anyMatch(word -> word.startsWith("@")); // picocli reads such files itself
        CommandLine line = new CommandLine(this);
        for (Class<?> type : COMMANDS) {
            Command command = type.getAnnotation(Command.class);
            boolean whole = all || wanted.contains(command.name());
            line.addSubcommand(command.name(), whole ? type : described(command));
        }
        return line;
    }

    /** The command line with every command whole. */
    CommandLine commandLine() {
        return commandLine(COMMANDS.stream()
                .map(type -> type.getAnnotation(Command.class).name())
                .toArray(String[]::new));
    }

    private static CommandSpec described(Command command) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(command.description());
        return spec;
    }

    @Override
    public Screen screen() {
        return screen;
    }
}
