package io.pilab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.config.LabFile;
import io.pilab.rig.Rig;
import io.pilab.rig.RigStatus;
import io.pilab.rig.RigStatus.HostStatus;
import io.pilab.rig.RigSummary;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the lab as a virtual rig on this machine. */
@Command(
        name = "rig",
        description = "The lab as a virtual rig on this machine: network namespaces, real sshds, the real kernel.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RigExecCommand.class},
        footer = {
            "",
            "Example:",
            "  sudo pilab rig up",
            "  sudo pilab rig exec -- pilab run scenarios/wlan0-down.yaml",
            "  sudo pilab rig down"
        })
final class RigCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            description = "Raises the rig. Returns when every host accepts logins.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  sudo pilab rig up -f lab.yaml"})
    int up(@Mixin CommonOptions options) {
        Rig rig = Rig.of(LabFile.load(options.lab, Environment.variables()), Environment.variables());
        rig.up(progress(options));
        return print(options, rig.status());
    }

    @Command(
            description = "Shows the hosts. The exit code is 3 unless all of them are up.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  sudo pilab rig status --format json"})
    int status(@Mixin CommonOptions options) {
        Rig rig = Rig.of(LabFile.load(options.lab, Environment.variables()), Environment.variables());
        return print(options, rig.status());
    }

    @Command(
            description = "Lists the rigs of this machine, whichever lab file they were raised from.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  sudo pilab rig list"})
    int list(@Mixin OutputOptions options) {
        List<RigSummary> rigs = Rig.all();
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            rigs.forEach(rig -> out.println(
                    write(Map.of("lab", rig.lab(), "up", rig.up(), "hosts", rig.hosts(), "running", rig.running()))));
        } else if (rigs.isEmpty()) {
            progress(options).accept("there is no rig; raise one with: pilab rig up");
        } else {
            out.printf("%-32s %-5s %s%n", "LAB", "STATE", "HOSTS");
            rigs.forEach(rig -> out.printf(
                    "%-32s %-5s %d of %d run%n", rig.lab(), rig.up() ? "up" : "down", rig.running(), rig.hosts()));
        }
        return ExitCode.DONE;
    }

    @Command(
            description = "Removes the rig in any state. Does nothing when there is none.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  sudo pilab rig down"})
    int down(@Mixin CommonOptions options) {
        Rig rig = Rig.of(LabFile.load(options.lab, Environment.variables()), Environment.variables());
        progress(options).accept(rig.down() ? "the rig is removed" : "there is no rig");
        return ExitCode.DONE;
    }

    @Command(
            description = "Builds the hosts' root filesystem, unless it exists, and prints its path.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "PILAB_CACHE is the folder for it (default: /var/cache/pilab).",
                "",
                "Example:",
                "  sudo pilab rig root"
            })
    int root(@Mixin CommonOptions options) {
        spec.commandLine().getOut().println(Rig.rootFilesystem(Environment.variables(), progress(options)));
        return ExitCode.DONE;
    }

    private Consumer<String> progress(OutputOptions options) {
        return options.quiet ? line -> {} : spec.commandLine().getErr()::println;
    }

    private int print(CommonOptions options, RigStatus status) {
        if (options.json()) {
            spec.commandLine().getOut().println(json(status));
        } else if (!options.quiet) {
            table(status);
        }
        return status.up() ? ExitCode.DONE : ExitCode.BROKEN;
    }

    private void table(RigStatus status) {
        String row = "%-16s %-5s %8s  %s%n";
        spec.commandLine().getOut().printf(row, "HOST", "STATE", "PID", "ADDRESSES");
        for (HostStatus host : status.hosts()) {
            String pid = host.pid().map(String::valueOf).orElse("-");
            String addresses = String.join(", ", host.addresses());
            spec.commandLine().getOut().printf(row, host.name(), host.up() ? "up" : "down", pid, addresses);
        }
        if (!status.up()) {
            spec.commandLine().getOut().println("rig " + status.lab() + " is not up; start it with: pilab rig up");
        }
    }

    private static String json(RigStatus status) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("lab", status.lab());
        answer.put("up", status.up());
        answer.put("hosts", status.hosts().stream().map(RigCommand::fields).toList());
        return write(answer);
    }

    private static String write(Map<String, Object> answer) {
        try {
            return new ObjectMapper().writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> fields(HostStatus host) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("host", host.name());
        fields.put("up", host.up());
        host.pid().ifPresent(pid -> fields.put("pid", pid));
        fields.put("addresses", host.addresses());
        return fields;
    }
}
