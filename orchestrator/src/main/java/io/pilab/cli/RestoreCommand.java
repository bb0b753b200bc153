package io.pilab.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.config.LabFile;
import io.pilab.model.Host;
import io.pilab.model.Lab;
import io.pilab.provision.AgentJson;
import io.pilab.provision.CapturedRuns;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import io.pilab.remote.sshj.SshSettings;
import io.pilab.run.HostLocks;
import io.pilab.run.Parallel;
import io.pilab.run.RunException;
import io.pilab.run.Session;
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
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

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
            for (Healed host : healed) {
                (host.exitCode() == 0
                                ? spec.commandLine().getOut()
                                : spec.commandLine().getErr())
                        .println(host.text());
            }
            return healed.stream().mapToInt(Healed::exitCode).max().orElse(ExitCode.DONE);
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

    private static void forget(Session session, String run) {
        session.agent().call(AgentCommand.of(AgentScript.DEADMAN, "disarm", run));
        session.agent().call(AgentCommand.of(AgentScript.RESTORE, "forget", run));
    }

    private void tell(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    /** What a trial kept on the disk is in /run again; else why not, and the cure. */
    private static Optional<String> broughtHome(Session session) {
        try {
            session.agent().call(AgentCommand.of(AgentScript.DISK, "home"));
            return Optional.empty();
        } catch (AgentException e) {
            return Optional.of("What it keeps on its disk can not go back to /run yet:\n  " + e.getMessage()
                    + "\n  Make room there, then once more: pilab restore " + session.name());
        }
    }

    /** @param accept whether what cannot be put back is given up */
    static Healed heal(Session session, HostLocks locks, boolean accept) {
        AgentCommand restore = AgentCommand.of(AgentScript.RESTORE, "all");
        try {
            session.agent().install();
            locks.outlive(session);
            session.agent().call(AgentCommand.of(AgentScript.EXPERIMENT, "stop-all"));
            List<JsonNode> answers = accept ? attempted(session) : restored(session, restore);
            String done = told(session.name(), answers);
            return broughtHome(session)
                    .map(why -> new Healed(session.name(), ExitCode.NOT_RESTORED, done + ". " + why))
                    .orElseGet(() -> {
                        answers.forEach(
                                answer -> forget(session, answer.path("run").asText()));
                        return new Healed(session.name(), ExitCode.DONE, done);
                    });
        } catch (RemoteException e) {
            return new Healed(session.name(), ExitCode.BROKEN, e.getMessage());
        } catch (RunException e) {
            int exitCode = e.notSupported() ? ExitCode.NOT_SUPPORTED : ExitCode.BROKEN;
            return new Healed(session.name(), exitCode, e.getMessage());
        } catch (AgentException e) {
            return new Healed(
                    session.name(),
                    ExitCode.NOT_RESTORED,
                    e.getMessage() + "\n  Run it by hand on the host to see why: "
                            + io.pilab.remote.Agent.byHand(restore)
                            + "\n  What cannot be put back is given up, and the host freed, by: pilab restore --accept "
                            + session.name());
        }
    }

    private static List<JsonNode> restored(Session session, AgentCommand restore) {
        String answer = session.agent().call(restore, new byte[0], TIMEOUT).text();
        return answer.lines().map(AgentJson::answer).toList();
    }

    /** Each captured run is put back as far as that goes. */
    private static List<JsonNode> attempted(Session session) {
        return CapturedRuns.on(session.agent()).stream()
                .map(run -> AgentCommand.of(AgentScript.RESTORE, "run", run.run()))
                .map(command -> AgentJson.answer(session.agent().ask(command)))
                .toList();
    }

    private static String told(String host, List<JsonNode> answers) {
        if (answers.isEmpty()) {
            return host + ": nothing was captured";
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode answer : answers) {
            String run = answer.path("run").asText();
            lines.add(host + ": "
                    + (answer.path("failed").isEmpty()
                            ? "as captured before " + run
                            : "given up, it stays as it is since " + run + ", whose capture is forgotten:"));
            answer.path("failed").forEach(line -> lines.add("  " + line.asText()));
            if (!answer.path("left").isEmpty()) {
                lines.add("  left alone, since others changed it:");
                answer.path("left").forEach(line -> lines.add("    " + line.asText()));
            }
        }
        return String.join("\n", lines);
    }
}
