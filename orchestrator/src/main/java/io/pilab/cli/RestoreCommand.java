package io.pilab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.config.LabFile;
import io.pilab.host.HostLocks;
import io.pilab.host.Parallel;
import io.pilab.host.RestoreOutcome;
import io.pilab.host.RunException;
import io.pilab.host.ConnectedHost;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import io.pilab.remote.sshj.SshSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Heals hosts from their own captured state. */
@Command(
        name = "restore",
        description = "Ends what runs of pilab left on the hosts and puts back what they captured; harmless twice.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Works from what each host captured itself: no run directory is needed.",
            "The lock of a controller that died is waited for, half a minute at the most.",
            "--accept ends what cannot be put back: it restores what it can, names what",
            "it gives up, and forgets the capture.",
            "Exit codes: 0 every host is as it was captured, or what differs was accepted,",
            "3 a host is out of reach, 4 one is in use by somebody else,",
            "5 one is not restored.",
            "",
            "Examples:",
            "  pilab restore client",
            "  pilab restore --accept client"
        })
final class RestoreCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String BY_HAND =
            "Run it by hand on the host to see why: " + Agent.byHand(AgentCommand.of(AgentScript.RESTORE, "all"));

    @Parameters(paramLabel = "HOST", arity = "0..*", description = "Hosts of the lab (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--accept",
            description = "Give up what cannot be put back, name it, and forget the captured state.")
    private boolean accept;

    @Mixin
    private LockOption lock;

    @Mixin
    private HostOptions options;

    @Spec
    private CommandSpec spec;

    /** How one host ended. */
    record Healed(String host, int exitCode, String text) {}

    @Override
    public Integer call() {
        Lab lab = LabFile.load(options.lab);
        SshSettings ssh = options.ssh(); // may ask, which Ctrl-C must still end
        try (Interrupt interrupt = new Interrupt(Thread.currentThread(), () -> tell("interrupted: ending"));
                Connections connections =
                        new Connections(ssh, hosts(lab), Screen.of(spec).watcher());
                HostLocks locks = lock.locks("restore", this::tell)) {
            List<Healed> healed = Parallel.map(connections.sessions(), s -> heal(s, locks, accept));
            healed.forEach(this::print);
            return healed.stream().mapToInt(Healed::exitCode).max().orElse(ExitCode.DONE);
        }
    }

    private void print(Healed host) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(JSON.createObjectNode()
                    .put("kind", "restore")
                    .put("host", host.host())
                    .put("exit_code", host.exitCode())
                    .put("text", host.text()));
        } else {
            (host.exitCode() == ExitCode.DONE ? out : spec.commandLine().getErr()).println(host.text());
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

    private static void forget(ConnectedHost session, String run) {
        session.agent().call(AgentCommand.of(AgentScript.DEADMAN, "disarm", run));
        session.agent().call(AgentCommand.of(AgentScript.RESTORE, "forget", run));
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    /** What a trial kept on the disk is in /run again; else why not, and the cure. */
    private static Optional<String> broughtHome(ConnectedHost session) {
        try {
            session.agent().call(AgentCommand.of(AgentScript.DISK, "home"));
            return Optional.empty();
        } catch (AgentException e) {
            return Optional.of("What it keeps on its disk can not go back to /run yet:\n  " + e.getMessage()
                    + "\n  Make room there, then once more: pilab restore " + session.name());
        }
    }

    /** @param accept whether what cannot be put back is given up */
    static Healed heal(ConnectedHost session, HostLocks locks, boolean accept) {
        try {
            session.agent().install();
            locks.outlive(session);
            session.agent().call(AgentCommand.of(AgentScript.EXPERIMENT, "stop-all"));
            List<RestoreOutcome> outcomes = RestoreOutcome.all(session.agent(), TIMEOUT);
            if (!accept && !outcomes.stream().allMatch(RestoreOutcome::restored)) {
                return new Healed(session.name(), ExitCode.NOT_RESTORED, notRestored(session.name(), outcomes));
            }
            String done = told(session.name(), outcomes);
            return broughtHome(session)
                    .map(why -> new Healed(session.name(), ExitCode.NOT_RESTORED, done + ". " + why))
                    .orElseGet(() -> {
                        outcomes.forEach(outcome -> forget(session, outcome.run()));
                        return new Healed(session.name(), ExitCode.DONE, done);
                    });
        } catch (RemoteException e) {
            return new Healed(session.name(), ExitCode.BROKEN, e.getMessage());
        } catch (RunException e) {
            int exitCode = e.notSupported() ? ExitCode.NOT_SUPPORTED : ExitCode.BROKEN;
            return new Healed(session.name(), exitCode, e.getMessage());
        } catch (AgentException e) {
            return new Healed(session.name(), ExitCode.NOT_RESTORED, e.getMessage() + cure(session.name()));
        } catch (RuntimeException e) { // one host's trouble never hides how the others ended
            return new Healed(session.name(), ExitCode.NOT_RESTORED, session.name() + ": " + Failures.text(e));
        }
    }

    private static String cure(String host) {
        return "\n  " + BY_HAND
                + "\n  What cannot be put back is given up, and the host freed, by: pilab restore --accept " + host;
    }

    private static String notRestored(String host, List<RestoreOutcome> outcomes) {
        StringBuilder text = new StringBuilder(host + " is not restored:");
        for (RestoreOutcome outcome : outcomes) {
            outcome.failures()
                    .forEach(f -> text.append("\n  ")
                            .append(outcome.run())
                            .append(": ")
                            .append(f));
        }
        return text + "\n  Mend that, then run pilab restore " + host + " again." + cure(host);
    }

    private static String told(String host, List<RestoreOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return host + ": nothing was captured";
        }
        List<String> lines = new ArrayList<>();
        for (RestoreOutcome outcome : outcomes) {
            lines.add(host + ": "
                    + (outcome.restored()
                            ? "as captured before " + outcome.run()
                            : "given up, it stays as it is since " + outcome.run() + ", whose capture is forgotten:"));
            outcome.failures().forEach(line -> lines.add("  " + line));
            if (!outcome.left().isEmpty()) {
                lines.add("  left alone, since others changed it:");
                outcome.left().forEach(line -> lines.add("    " + line));
            }
        }
        return String.join("\n", lines);
    }
}
