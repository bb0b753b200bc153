package io.pilab.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pilab.app.Cancellation;
import io.pilab.app.Controller;
import io.pilab.app.RestoreHosts;
import io.pilab.app.RestoreHosts.Restored;
import io.pilab.config.LabFile;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores hosts from their own captured state. */
@Command(
        name = "restore",
        addMethodSubcommands = false,
        description = "Ends what pilab runs left on the hosts and restores their captured state; safe to run twice.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Works from what each host captured itself: no run directory is needed.",
            "Waits half a minute at most for the lock of a controller that died.",
            "--accept gives up what cannot be restored: it restores the rest, names what",
            "it gives up, and forgets the captured state.",
            "Exit codes: 0 every host is as captured, or its differences were accepted,",
            "3 a host is unreachable, 4 a host is locked by someone else,",
            "5 a host is not restored.",
            "",
            "Examples:",
            "  pilab restore client",
            "  pilab restore --accept client"
        })
final class RestoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", arity = "0..*", description = "Hosts of the lab (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--accept",
            description = "Give up what cannot be restored, name it, and forget the captured state.")
    private boolean accept;

    @Mixin
    private LockOption lock;

    @Mixin
    private HostOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Lab lab = LabFile.load(options.lab, Environment.variables());
        Controller controller = options.controller(); // may ask for a password, which Ctrl-C must still end
        Cancellation cancellation = new Cancellation();
        try (Interrupt interrupt = new Interrupt(() -> {
            tell("interrupted: ending");
            cancellation.cancel();
        })) {
            List<Restored> restored =
                    new RestoreHosts(controller, accept, lock.steal).restore(hosts(lab), this::tell, cancellation);
            restored.forEach(this::print);
            return restored.stream()
                    .mapToInt(host -> exitCode(host.ending()))
                    .max()
                    .orElse(ExitCode.DONE);
        }
    }

    private static int exitCode(RestoreHosts.HostEnding ending) {
        return switch (ending) {
            case RESTORED -> ExitCode.DONE;
            case BROKEN -> ExitCode.BROKEN;
            case LOCKED -> ExitCode.NOT_SUPPORTED;
            case NOT_RESTORED -> ExitCode.NOT_RESTORED;
        };
    }

    private void print(Restored host) {
        PrintWriter out = spec.commandLine().getOut();
        int exitCode = exitCode(host.ending());
        if (options.json()) {
            out.println(JsonNodeFactory.instance
                    .objectNode()
                    .put("kind", "restore")
                    .put("host", host.host())
                    .put("exit_code", exitCode)
                    .put("text", host.text()));
        } else {
            (exitCode == ExitCode.DONE ? out : spec.commandLine().getErr()).println(host.text());
        }
    }

    private List<Host> hosts(Lab lab) {
        if (names.isEmpty()) {
            return lab.hosts();
        }
        return names.stream()
                .map(n -> lab.host(n)
                        .orElseThrow(() -> new Failure(
                                ExitCode.INVALID,
                                "there is no host '" + n + "' in " + options.lab + "; it has "
                                        + String.join(
                                                ", ",
                                                lab.hosts().stream()
                                                        .map(Host::name)
                                                        .toList()))))
                .toList();
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
