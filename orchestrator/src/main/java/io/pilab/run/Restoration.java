package io.pilab.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.model.Host;
import io.pilab.provision.AgentJson;
import io.pilab.provision.CapturedRuns;
import io.pilab.record.StateDifference;
import io.pilab.record.StateScope;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteException;
import io.pilab.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Captures one host's state, arms its own undo, puts it back and proves it. */
final class Restoration {
    /** A link that comes back settles its addresses (duplicate address detection) within some seconds. */
    private static final Duration SETTLING = Duration.ofSeconds(12);

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration RECONNECTING = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Session session;
    private final Agent agent;
    private final String id;
    private final StateScope scope;
    private final Pause pause;
    private JsonNode before;
    private boolean captureLost;

    /** @param scenario what the trial may do to the host */
    Restoration(Session session, String id, Scenario scenario, Pause pause) {
        this.session = session;
        this.agent = session.agent();
        this.id = id;
        this.scope = scope(session.host(), scenario);
        this.pause = pause;
    }

    /** For a host whose state was captured before this controller came: {@code state} as it was told then. */
    static Restoration of(Session session, String id, Scenario scenario, String state, Pause pause) {
        Restoration restoration = new Restoration(session, id, scenario, pause);
        restoration.before = AgentJson.answer(state);
        return restoration;
    }

    private static StateScope scope(Host host, Scenario scenario) {
        Set<String> words = new TreeSet<>();
        host.interfaces()
                .forEach(i -> words.addAll(List.of(i.name(), i.address().ip())));
        host.endpoints().forEach(e -> words.add(e.address()));
        StateScope lab = StateScope.lab(words);
        boolean all = scenario.timeline().on(host.role()).stream()
                .anyMatch(timed -> timed.fault().ofWholeHost());
        return all ? lab.withHost() : lab;
    }

    /** Captures the state, on the host and here; its JSON. */
    String capture() {
        List<String> words = new ArrayList<>(List.of(id));
        words.addAll(scope.arguments());
        before = AgentJson.answer(agent.call(new AgentCommand(AgentScript.SNAPSHOT, "capture", words)));
        return before.toString();
    }

    /** Arms the host's own restore and reads it back; nothing may be touched before this has returned. */
    void arm(int seconds) {
        agent.call(AgentCommand.of(AgentScript.DEADMAN, "arm", id, "" + seconds));
        JsonNode status = AgentJson.answer(agent.call(AgentCommand.of(AgentScript.DEADMAN, "status", id)));
        int left = status.path("expires_in").asInt(-1);
        if (!status.path("armed").asBoolean() || left <= 0 || left > seconds) {
            throw new RunException(agent.host() + ": the dead-man did not arm: it says " + status
                    + ". Nothing was touched. Look at /run/pilab on the host.");
        }
    }

    /** Likewise, once more, where the capture is, be it on the disk alone after a restart; whether it is. */
    boolean rearm(int seconds) {
        boolean ours = CapturedRuns.on(agent).stream().anyMatch(run -> run.run().equals(id));
        if (ours) {
            arm(seconds);
        }
        return ours;
    }

    /** Forgets a capture that nothing was done after. */
    void abandon() {
        agent.call(AgentCommand.of(AgentScript.DEADMAN, "disarm", id));
        agent.call(AgentCommand.of(AgentScript.RESTORE, "forget", id));
    }

    /** Likewise because of a failure, which what goes wrong here is added to; also where nothing was captured. */
    void abandonAfter(RuntimeException failure) {
        try {
            abandon();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * What the host looks like after its restore.
     *
     * @param left what others changed meanwhile, or what could not be looked at
     * @param captureLost it could not be put back, since a restart has taken what it had captured
     */
    record Verified(String host, List<String> difference, List<String> left, String after, boolean captureLost) {
        boolean empty() {
            return difference.isEmpty();
        }
    }

    /** Puts the state back and compares until nothing differs or it has had its time; disarms when nothing does. */
    Verified restore() {
        String failure = "";
        try {
            CommandResult answer =
                    persist(() -> agent.call(AgentCommand.of(AgentScript.RESTORE, "run", id), new byte[0], TIMEOUT));
            captureLost = answer.text().contains("\"nothing captured\"");
        } catch (AgentException e) {
            failure = e.getMessage();
        }
        JsonNode after = show();
        StateDifference.Comparison compared = compare(after);
        long deadline = pause.nanoTime() + SETTLING.toNanos();
        while (!compared.differences().isEmpty() && pause.nanoTime() < deadline) {
            sleep();
            after = show();
            compared = compare(after);
        }
        List<String> difference = compared.differences();
        if (difference.isEmpty()) {
            abandon();
        } else if (!failure.isEmpty()) {
            difference = java.util.stream.Stream.concat(difference.stream(), java.util.stream.Stream.of(failure))
                    .toList();
        }
        return new Verified(agent.host(), difference, left(compared), after.toString(), captureLost);
    }

    /** Likewise, an unreachable host being a difference of its own: its dead-man will do it. */
    Verified restoreOrTell() {
        try {
            return restore();
        } catch (RuntimeException e) {
            return new Verified(
                    agent.host(),
                    List.of("could not be verified: " + e.getMessage() + " (the host heals itself when its dead-man"
                            + " expires, unless it was restarted)"),
                    List.of(),
                    "{}",
                    false);
        }
    }

    /** What is restored may be our own way to the host: asked again on a new connection, the scripts being idempotent. */
    private CommandResult persist(Supplier<CommandResult> call) {
        long deadline = pause.nanoTime() + RECONNECTING.toNanos();
        while (true) {
            try {
                agent.remote().connect();
                return call.get();
            } catch (RemoteException e) {
                if (!e.passing() || pause.nanoTime() > deadline) {
                    throw e;
                }
                sleep();
            }
        }
    }

    private void sleep() {
        try {
            pause.sleep(POLL);
        } catch (InterruptedException e) {
            throw new RunException(agent.host() + ": interrupted while its restore was verified");
        }
    }

    private JsonNode show() {
        return AgentJson.answer(persist(() -> agent.call(AgentCommand.of(AgentScript.SNAPSHOT, "show"))));
    }

    /** A restart that no fault made takes what others had set up as well, and has left nothing to put it back from. */
    private StateDifference.Comparison compare(JsonNode after) {
        return StateDifference.between(
                AgentJson.tree(before), AgentJson.tree(after), captureLost ? scope.withHost() : scope);
    }

    private List<String> left(StateDifference.Comparison compared) {
        List<String> left = new ArrayList<>(compared.left());
        if (session.restarted()) {
            left.add(
                    "it was restarted: nftables tables, sysctls and whatever else others had set up since its last start"
                            + " are not captured, so nobody looked whether they are there again");
        }
        return left;
    }
}
