package io.pilab.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.LockScript;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import io.pilab.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Our claim on one host, which the host itself keeps (lock.sh). It expires unless renewed, so that nobody has to clean up
 * after a controller that died.
 */
public final class HostLock {
    /** After which a lock that is not renewed is anybody's. */
    static final Duration LIFETIME = Duration.ofSeconds(30);

    /** How often it is renewed: two renewals may fail. */
    static final Duration RENEWAL = Duration.ofSeconds(10);

    /** Nobody waits longer for a lock to expire: one that is not renewed has, whatever its host says. */
    private static final Duration PATIENCE = LIFETIME.plusSeconds(10);

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Agent agent;
    private final LockOwner owner;
    private final Time time;
    private Optional<String> lost = Optional.empty();
    private boolean held;
    private boolean troubled;
    private Moment renewedAt;

    public HostLock(Agent agent, LockOwner owner, Time time) {
        this.agent = agent;
        this.owner = owner;
        this.time = time;
    }

    /** Takes it; with {@code steal} from its holder. Throws when another user has it: who, since when, the cure. */
    public void acquire(boolean steal) {
        JsonNode answer = ask(steal);
        if (!answer.path("acquired").asBoolean()) {
            throw refused(answer);
        }
    }

    /**
     * Takes it, but waits until a lock that nobody renews has expired, as that of a controller that was killed does.
     *
     * @param tell hears once what is waited for
     */
    void outlive(Consumer<String> tell) {
        JsonNode answer = ask(false);
        long begun = time.nanoTime();
        long left = Long.MAX_VALUE;
        while (!answer.path("acquired").asBoolean()) {
            long leftNow = answer.path("expires_in").asLong();
            boolean tooLong = leftNow > PATIENCE.toSeconds() || time.nanoTime() - begun > PATIENCE.toNanos();
            if (leftNow > left || tooLong) {
                throw refused(answer);
            }
            if (left == Long.MAX_VALUE) {
                tell.accept(agent.host() + ": " + holder(answer) + "; waiting for " + leftNow
                        + " s, in case nobody is there to renew it");
            }
            left = leftNow;
            sleep();
            answer = ask(false);
        }
    }

    /** Makes it last longer; tells when that fails for the first time, and when its lock is lost. */
    public synchronized void renew(Consumer<String> tell) {
        if (!held || lost.isPresent()) {
            return;
        }
        try {
            extend();
            troubled = false;
            lost.ifPresent(tell);
        } catch (RuntimeException e) {
            if (!troubled && !takenByRestart(e)) {
                troubled = true;
                tell.accept(agent.host() + ": its lock could not be renewed and expires in "
                        + Math.max(0, LIFETIME.minus(sinceRenewal()).toSeconds()) + " s unless it can: "
                        + e.getMessage());
            }
        }
    }

    /** A caller that finds the host restarted takes the lock {@link #again}. */
    private boolean takenByRestart(RuntimeException e) {
        try {
            return e instanceof AgentException && !agent.installed();
        } catch (RemoteException stillAway) {
            return false;
        }
    }

    /** Throws when its lock is lost; asks the host when that cannot be known otherwise. */
    public synchronized void demand() {
        if (held && lost.isEmpty() && sinceRenewal().compareTo(LIFETIME) >= 0) {
            extend();
        }
        lost.ifPresent(why -> {
            throw new HostException(why);
        });
    }

    /** Throws when its lock is lost, and asks the host for that: it may have been taken since it was renewed. */
    public synchronized void confirm() {
        if (held && lost.isEmpty()) {
            extend();
        }
        demand();
    }

    /** Takes it once more after {@code ready}: what the host knew of it went with its restart. */
    synchronized void again(Runnable ready) {
        ready.run();
        if (held) {
            lost = Optional.empty();
            JsonNode answer = askAgain();
            if (!answer.path("acquired").asBoolean()) {
                lost = Optional.of(agent.host() + ": it was restarted, and the lock is lost; now held by "
                        + owner(answer, "") + ".\n  Nothing more is changed on it.");
            }
        }
    }

    /** It stays ours to take while the host does not answer. */
    private JsonNode askAgain() {
        try {
            return ask(false);
        } catch (RemoteException e) {
            held = true;
            throw e;
        }
    }

    /** Gives it up, if it is ours; safe to run twice. */
    public synchronized void release() {
        if (held && lost.isEmpty()) {
            held = false;
            patiently(LockScript.release(owner.token()));
        }
    }

    private synchronized JsonNode ask(boolean steal) {
        AgentCommand acquire = steal
                ? LockScript.steal(owner.token(), owner.owner(), owner.run(), LIFETIME)
                : LockScript.acquire(owner.token(), owner.owner(), owner.run(), LIFETIME);
        renewedAt = now();
        try {
            JsonNode answer = AgentJson.answer(agent, agent.ask(acquire));
            held = answer.path("acquired").asBoolean();
            return answer;
        } catch (RemoteException e) {
            held = !e.nothingStarted(); // only the answer may be lost
            throw e;
        }
    }

    private void extend() {
        Moment asked = now();
        JsonNode answer = patiently(LockScript.renew(owner.token(), LIFETIME));
        if (answer.path("renewed").asBoolean()) {
            renewedAt = asked;
            return;
        }
        // Its holder in between has given it up: it is free, so ours.
        JsonNode now = answer.has("owner") ? answer : askAgain();
        if (!now.path("acquired").asBoolean()) {
            lost = Optional.of(agent.host() + ": lock lost; now held by " + owner(now, "")
                    + ".\n  Nothing more is changed on it.");
        }
    }

    private JsonNode patiently(AgentCommand command) {
        return Reconnection.ONCE.call(agent, time, () -> AgentJson.answer(agent, agent.ask(command)));
    }

    private HostException refused(JsonNode answer) {
        long left = answer.path("expires_in").asLong();
        String when = left > PATIENCE.toSeconds()
                ? "it says that it expires in " + left + " s, and no lock of pilab's lasts that long.\n"
                        + "  If nobody works on it, take the host over with --steal."
                : "expires in " + left + " s unless renewed.\n"
                        + "  Wait for its end, or take the host over with --steal.";
        return new HostException(agent.host() + ": " + holder(answer) + "; " + when, HostException.HostFailure.IN_USE);
    }

    private static String holder(JsonNode answer) {
        return owner(answer, " holds it");
    }

    private static String owner(JsonNode answer, String does) {
        return answer.path("owner").asText() + does + " ("
                + answer.path("run").asText() + ") since "
                + answer.path("since").asText();
    }

    /** By the clock that stops while this machine is suspended, and by the one that may be set. */
    private record Moment(long nanos, long wallMillis) {}

    private Moment now() {
        return new Moment(time.nanoTime(), time.millis());
    }

    /** The longer of both, so that neither a suspended machine nor a clock that is set back makes a lock younger. */
    private Duration sinceRenewal() {
        Duration running = Duration.ofNanos(time.nanoTime() - renewedAt.nanos());
        Duration wall = Duration.ofMillis(time.millis() - renewedAt.wallMillis());
        return running.compareTo(wall) >= 0 ? running : wall;
    }

    private void sleep() {
        try {
            time.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException(agent.host() + ": interrupted while its lock was waited for");
        }
    }
}
