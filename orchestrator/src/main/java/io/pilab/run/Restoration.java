package io.pilab.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.RestoreScript;
import io.pilab.agent.SnapshotScript;
import io.pilab.host.AgentJson;
import io.pilab.host.HostException;
import io.pilab.host.Reconnection;
import io.pilab.host.RestoreOutcome;
import io.pilab.host.TrialHost;
import io.pilab.lab.Host;
import io.pilab.record.NotRestored;
import io.pilab.remote.Agent;
import io.pilab.scenario.Treatment;
import io.pilab.state.StateDifference;
import io.pilab.state.StateScope;
import io.pilab.time.Deadline;
import io.pilab.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Captures one host's state, puts it back and proves it. */
final class Restoration {
    /** A link that comes back settles its addresses (duplicate address detection) within some seconds. */
    private static final Duration SETTLING = Duration.ofSeconds(12);

    /** A restore that failed or was killed is called again. */
    private static final Duration AGAIN = Duration.ofSeconds(4);

    private static final Duration POLL = Duration.ofMillis(200);

    private final TrialHost session;
    private final Agent agent;
    private final String id;
    private final StateScope scope;
    private final Time time;
    private JsonNode before;

    /** @param treatment what the trial may do to the host */
    Restoration(TrialHost session, String id, Treatment treatment, Time time) {
        this.session = session;
        this.agent = session.agent();
        this.id = id;
        this.scope = scope(session.host(), treatment);
        this.time = time;
    }

    /** For a host whose state was captured before this controller came: {@code state} as it was reported then. */
    static Restoration of(TrialHost session, String id, Treatment treatment, String state, Time time) {
        Restoration restoration = new Restoration(session, id, treatment, time);
        restoration.before = AgentJson.line(restoration.agent, state);
        return restoration;
    }

    private static StateScope scope(Host host, Treatment treatment) {
        Set<String> words = new TreeSet<>();
        host.interfaces()
                .forEach(i -> words.addAll(List.of(i.name(), i.address().ip())));
        host.endpoints().forEach(e -> words.add(e.address()));
        StateScope lab = StateScope.lab(words);
        boolean all = treatment.timeline().on(host.role()).stream()
                .anyMatch(timed -> timed.fault().ofWholeHost());
        return all ? lab.withHost() : lab;
    }

    /** Captures the state, on the host and here; its JSON. */
    String capture() {
        before = AgentJson.answer(agent, agent.call(SnapshotScript.capture(id, scope.arguments())));
        return before.toString();
    }

    /** Forgets a capture that nothing was done after. */
    void abandon() {
        session.deadMan().disarm();
        agent.call(RestoreScript.forget(id));
    }

    /** Abandons because of a failure, which what goes wrong here is added to; also where nothing was captured. */
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
     * @param captureLost it could not be restored, since a restart has taken what it had captured
     */
    record Verified(String host, List<String> difference, List<String> left, String after, boolean captureLost) {
        boolean empty() {
            return difference.isEmpty();
        }
    }

    /** Those that are not as before. */
    static List<NotRestored> notRestored(List<Verified> hosts) {
        return hosts.stream()
                .filter(h -> !h.empty())
                .map(h -> new NotRestored(h.host(), h.difference(), h.captureLost()))
                .toList();
    }

    /**
     * Puts the state back and compares, again and again until nothing differs or it has had its time; disarms and forgets
     * when nothing does. What the host itself could not restore differs, whatever the comparison sees.
     */
    Verified restore() {
        RestoreOutcome outcome = putBack();
        JsonNode after = show();
        StateDifference.Comparison compared = compare(after, outcome);
        List<String> difference = difference(compared, outcome);
        Deadline deadline = Deadline.in(SETTLING, time);
        Deadline again = Deadline.in(AGAIN, time);
        while (!difference.isEmpty() && deadline.nanosLeft() > 0) {
            sleep();
            if (again.nanosLeft() <= 0) {
                outcome = putBack();
                again = Deadline.in(AGAIN, time);
            }
            after = show();
            compared = compare(after, outcome);
            difference = difference(compared, outcome);
        }
        if (difference.isEmpty()) {
            abandon();
        }
        return new Verified(agent.host(), difference, left(compared), after.toString(), outcome.nothingCaptured());
    }

    private RestoreOutcome putBack() {
        return persist(() -> RestoreOutcome.run(agent, id));
    }

    /** The same restore, an unreachable host being a difference of its own: its dead man's switch will restore it. */
    Verified restoreOrTell() {
        try {
            return restore();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return new Verified(
                    agent.host(),
                    List.of("could not be verified: " + e.getMessage()
                            + " (the host restores itself when its dead man's switch"
                            + " expires, unless it was restarted)"),
                    List.of(),
                    "{}",
                    false);
        }
    }

    private <T> T persist(Supplier<T> call) {
        return Reconnection.PERSISTENT.call(agent, time, call);
    }

    private void sleep() {
        try {
            time.sleep(POLL);
        } catch (InterruptedException e) {
            throw new HostException(agent.host() + ": interrupted while its restore was verified");
        }
    }

    private JsonNode show() {
        return AgentJson.answer(agent, persist(() -> agent.call(SnapshotScript.show())));
    }

    /** A restart that no fault made takes what others had set up as well, and has left nothing to put it back from. */
    private StateDifference.Comparison compare(JsonNode after, RestoreOutcome outcome) {
        return StateDifference.between(
                AgentJson.tree(before), AgentJson.tree(after), outcome.nothingCaptured() ? scope.withHost() : scope);
    }

    private static List<String> difference(StateDifference.Comparison compared, RestoreOutcome outcome) {
        return Stream.concat(compared.differences().stream(), outcome.failures().stream())
                .toList();
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
