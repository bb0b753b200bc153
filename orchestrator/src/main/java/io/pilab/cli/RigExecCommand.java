package io.pilab.cli;

import io.pilab.config.LabFile;
import io.pilab.rig.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a command inside the rig. */
@Command(
        name = "exec",
        addMethodSubcommands = false,
        description = "Runs a command at the controller's place in the rig's network, and returns its exit code.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "PILAB_SSH_IDENTITY and PILAB_SSH_KNOWN_HOSTS tell the command how to log in to the hosts.",
            "",
            "Examples:",
            "  sudo pilab rig exec -- pilab run scenarios/wlan0-down.yaml",
            "  sudo pilab rig exec --on client -- ip address"
        })
final class RigExecCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options;

    @Option(names = "--on", paramLabel = "HOST", description = "Run it inside this host instead, as its root.")
    private Optional<String> host = Optional.empty();

    @Parameters(arity = "1..*", paramLabel = "CMD", description = "The command and its arguments.")
    private List<String> words = new ArrayList<>();

    private CommandSpec spec;

    /** Everything after the command's name belongs to the command, options included. */
    @Spec
    void parse(CommandSpec command) {
        spec = command;
        command.parser().stopAtPositional(true);
    }

    @Override
    public Integer call() {
        Rig rig = Rig.of(LabFile.load(options.lab, Environment.variables()), Environment.variables());
        return ScreenOwner.of(spec)
                .leave(() -> host.map(name -> rig.execOn(name, words))
                        .orElseGet(() -> rig.execInController(words, Map.of())));
    }
}
