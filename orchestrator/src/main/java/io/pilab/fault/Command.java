package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.CommandScript;
import io.pilab.lab.Parameter;
import io.pilab.lab.ShellText;
import io.pilab.lab.Variant;
import java.util.Set;

/**
 * Commands of the operator's own, by sh and as root on the host: a managed switch that cuts a port, a relay. The host
 * keeps {@code undo} before {@code run} begins, and every way of ending takes it back.
 *
 * @param run what makes it happen; one line
 * @param undo what takes it back; safe to run twice
 */
@Variant(
        "A command of your own, by sh and as root on that host, with what takes it back; each ends within 20 s, and of what it says the first 64 KiB are kept.")
public record Command(
        @Parameter("What makes it happen.") ShellText run,

        @Parameter("What takes it back; safe to run twice.") ShellText undo)
        implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return CommandScript.run(run.encoded(), undo.encoded());
    }

    /** What makes it happen, refused where the interface that it cuts is denied. */
    AgentCommand cutting(String networkInterface) {
        return CommandScript.run(run.encoded(), undo.encoded(), networkInterface);
    }

    @Override
    public AgentCommand heal(Site site) {
        return CommandScript.undo(undo.encoded());
    }

    @Override
    public Set<String> interfaces() {
        return Set.of();
    }

    @Override
    public boolean ofWholeHost() {
        return true;
    }
}
