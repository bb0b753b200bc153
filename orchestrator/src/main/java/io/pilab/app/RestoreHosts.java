package io.pilab.app;

import io.pilab.agent.DeadmanScript;
import io.pilab.agent.ExperimentScript;
import io.pilab.agent.PersistScript;
import io.pilab.agent.RestoreScript;
import io.pilab.host.ConnectedHost;
import io.pilab.host.HostException;
import io.pilab.host.HostLocks;
import io.pilab.host.Parallel;
import io.pilab.host.RestoreOutcome;
import io.pilab.lab.Host;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Ends what runs left on hosts, and restores what the hosts captured themselves; no run's record is needed. */
public final class RestoreHosts {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String BY_HAND = "Run it by hand on the host to see why: " + Agent.byHand(RestoreScript.all());

    private final Controller controller;
    private final boolean accept;
    private final boolean steal;

    /**
     * @param accept whether what cannot be restored is given up
     * @param steal whether to take over hosts that another user has locked
     */
    public RestoreHosts(Controller controller, boolean accept, boolean steal) {
        this.controller = controller;
        this.accept = accept;
        this.steal = steal;
    }

    /** How a host ended. */
    public enum HostEnding {
        /** It is as it was captured, or what differs was accepted. */
        RESTORED,
        /** It is out of reach, or does not do what it should. */
        BROKEN,
        /** Another user has locked it. */
        LOCKED,
        /** It differs, or nobody knows. */
        NOT_RESTORED
    }

    /** The outcome of a host; the text begins with its name. */
    public record Restored(String host, HostEnding ending, String text) {}

    /**
     * Does it; the outcome of each host.
     *
     * @param tell receives changes of locks, a line at a time
     */
    public List<Restored> restore(List<Host> hosts, Consumer<String> tell, Cancellation cancellation) {
        return cancellation.during(() -> {
            try (Connections connections = controller.connect(hosts);
                    HostLocks locks = controller.locks("restore", steal, tell)) {
                return Parallel.map(connections.sessions(), session -> restore(session, locks, accept));
            }
        });
    }

    static Restored restore(ConnectedHost session, HostLocks locks, boolean accept) {
        String host = session.name();
        try {
            session.agent().install();
            locks.outlive(session);
            session.agent().call(ExperimentScript.stopAll());
            List<RestoreOutcome> outcomes = RestoreOutcome.all(session.agent(), TIMEOUT);
            if (!accept && !outcomes.stream().allMatch(RestoreOutcome::restored)) {
                return new Restored(host, HostEnding.NOT_RESTORED, notRestored(host, outcomes));
            }
            String done = told(host, outcomes);
            Optional<String> away = broughtHome(session);
            if (away.isPresent()) {
                return new Restored(host, HostEnding.NOT_RESTORED, done + ". " + away.get());
            }
            outcomes.forEach(outcome -> forget(session, outcome.run()));
            return new Restored(host, HostEnding.RESTORED, done);
        } catch (RemoteException e) {
            return new Restored(host, HostEnding.BROKEN, e.getMessage());
        } catch (HostException e) {
            return new Restored(
                    host,
                    e.kind() == HostException.HostFailure.IN_USE ? HostEnding.LOCKED : HostEnding.BROKEN,
                    e.getMessage());
        } catch (AgentException e) {
            return new Restored(host, HostEnding.NOT_RESTORED, e.getMessage() + cure(host));
        } catch (RuntimeException e) { // one host's trouble never hides how the others ended
            return new Restored(host, HostEnding.NOT_RESTORED, host + ": " + Failures.text(e));
        }
    }

    private static void forget(ConnectedHost session, String run) {
        session.agent().call(DeadmanScript.disarm(run));
        session.agent().call(RestoreScript.forget(run));
    }

    /** What a trial kept on the disk is in /run again; else why not, and the cure. */
    private static Optional<String> broughtHome(ConnectedHost session) {
        try {
            session.agent().call(PersistScript.release());
            return Optional.empty();
        } catch (AgentException e) {
            return Optional.of("What it keeps on its disk cannot go back to /run yet:\n  " + e.getMessage()
                    + "\n  Make room there, then once more: pilab restore " + session.name());
        }
    }

    private static String cure(String host) {
        return "\n  " + BY_HAND
                + "\n  What cannot be restored is given up, and the host freed, by: pilab restore --accept " + host;
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
