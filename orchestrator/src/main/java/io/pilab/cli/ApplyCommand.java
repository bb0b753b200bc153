package io.pilab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the hosts what the lab file says. */
@Command(
        name = "apply",
        description = "Makes each host what the lab file says: iperf3, MPTCP endpoints and limits, source routing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Nothing but iperf3 persists over a reboot of a host. A second apply changes",
            "nothing. A run needs no apply: it configures the hosts for itself and puts",
            "them back.",
            "",
            "Example:",
            "  pilab apply -f lab.yaml"
        })
final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private HostOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return new Provisioning(options, spec.commandLine().getOut(), true).run();
    }
}
