package io.pilab.host;

import io.pilab.remote.Agent;
import io.pilab.remote.Remote;
import io.pilab.remote.RemoteException;
import io.pilab.time.Deadline;
import io.pilab.time.Time;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a call that may be made again is made again once its connection is lost, each time on a new one. What a connection
 * tries by itself is {@link io.pilab.remote.RetryingRemote}'s: that repeats nothing which may have run.
 *
 * @param losses how often the connection may be lost
 * @param attempts how often it is made anew after each
 * @param total after which nothing is tried any more
 * @param pause before each attempt
 */
public record Reconnection(int losses, int attempts, Duration total, Duration pause) {
    /** Once, and at once: what cut the connection may be the experiment itself. */
    public static final Reconnection ONCE = new Reconnection(1, 1, Duration.ofMinutes(1), Duration.ZERO);

    /** What puts a host back may cut our own way to it. */
    public static final Reconnection PERSISTENT =
            new Reconnection(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofMinutes(1), Duration.ofMillis(200));

    /** What was begun on the host continues without us, for as long as it takes; the host may restart meanwhile. */
    public static final Reconnection PATIENT = new Reconnection(5, 20, Duration.ofDays(1), Duration.ofSeconds(5));

    /** The way to a host. */
    public interface Way {
        String host();

        void connect();

        /** The connection is lost. */
        default void lost() {}

        /** It is there again. */
        default void found() {}

        /** What is thrown when it could not be made anew. */
        default RuntimeException givenUp(RemoteException last) {
            return last;
        }
    }

    /** Calls an agent; throws what the last call threw. */
    public <T> T call(Agent agent, Time time, Supplier<T> call) {
        return call(
                new Way() {
                    @Override
                    public String host() {
                        return agent.host();
                    }

                    @Override
                    public void connect() {
                        agent.remote().connect();
                    }
                },
                time,
                call);
    }

    /** Calls by a way that knows how it is made anew. */
    public <T> T call(Way way, Time time, Supplier<T> call) {
        Deadline deadline = Deadline.in(total, time);
        for (int lost = 1; ; lost++) {
            try {
                return call.get();
            } catch (RemoteException e) {
                if (!e.passing() || lost > losses || deadline.passed()) {
                    throw e;
                }
            }
            reconnect(way, time, deadline);
        }
    }

    /** One attempt, for a caller that asks again anyway: a host that is still unreachable is no news. */
    public static void attempt(Remote remote) {
        try {
            remote.connect();
        } catch (RemoteException stillAway) {
            // the next question finds it so
        }
    }

    private void reconnect(Way way, Time time, Deadline deadline) {
        way.lost();
        for (int attempt = 1; ; attempt++) {
            sleep(way, time);
            try {
                way.connect();
                way.found();
                return;
            } catch (RemoteException e) {
                if (!e.passing()) {
                    throw e;
                }
                if (attempt == attempts || deadline.passed()) {
                    throw way.givenUp(e);
                }
            }
        }
    }

    private void sleep(Way way, Time time) {
        if (pause.isZero()) {
            return;
        }
        try {
            time.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException(way.host() + ": interrupted");
        }
    }
}
