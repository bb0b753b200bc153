package io.pilab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.rig.Rig;
import io.pilab.rig.RigException;
import io.pilab.rig.RigStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pilab rig}: the lab on this one machine. */
@Command(
        name = "rig",
        description = "Raises the lab as a virtual rig on this machine: namespaces, a real sshd, the real kernel.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  sudo pilab rig up",
            "  sudo pilab rig exec -- pilab run scenarios/wlan0-down.yaml",
            "  sudo pilab rig down"
        })
final class RigCommand {
    @Mixin
    private CommonOptions options;

    @Spec
    private CommandSpec spec;

    @Command(description = "Raises the rig; returns when every host takes logins.", mixinStandardHelpOptions = true)
    int up(@Mixin CommonOptions options) {
        return with(options, rig -> {
            rig.up(progress(options));
            return print(options, rig.status());
        });
    }

    @Command(
            description = "Shows the hosts; exit code 3 unless all of them are up.",
            mixinStandardHelpOptions = true)
    int status(@Mixin CommonOptions options) {
        return with(options, rig -> print(options, rig.status()));
    }

    @Command(
            description = "Runs a command at the controller's place in the rig's network.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  sudo pilab rig exec -- pilab run scenarios/wlan0-down.yaml"})
    int exec(
            @Mixin CommonOptions options,
            @Option(names = "--on", paramLabel = "HOST", description = "Run it inside this host instead, as root.")
                    String host,
            @Parameters(arity = "1..*", paramLabel = "CMD", description = "The command and its arguments.")
                    List<String> words) {
        return with(options, rig -> host == null ? rig.execInController(words, Map.of()) : rig.execOn(host, words));
    }

    @Command(
            description = "Removes the rig, whatever state it is in; does nothing when there is none.",
            mixinStandardHelpOptions = true)
    int down(@Mixin CommonOptions options) {
        return with(options, rig -> {
            boolean removed = rig.down();
            progress(options).accept(removed ? "the rig is removed" : "there is no rig");
            return ExitCode.DONE;
        });
    }
}
