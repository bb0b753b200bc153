package io.pilab.host;

import io.pilab.host.HostException.HostFailure;
import io.pilab.time.Time;
import io.pilab.time.Uninterrupted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** The locks that one command holds; each is renewed by a thread of its own until it is released. */
public final class HostLocks implements AutoCloseable {
    private final LockOwner owner;
    private final boolean steal;
    private final Time time;
    private final Consumer<String> tell;
    private final List<TakenLock> all = new ArrayList<>();

    /**
     * @param steal whether to take over hosts that another user has locked
     * @param tell receives what happens to a lock while it is held
     */
    public HostLocks(LockOwner owner, boolean steal, Time time, Consumer<String> tell) {
        this.owner = owner;
        this.steal = steal;
        this.time = time;
        this.tell = tell;
    }

    /** What lets another controller take them on: stored with what they are held for. */
    public String token() {
        return owner.token();
    }

    /** For what changes no host: none is ever taken. */
    public static HostLocks none(Consumer<String> tell) {
        return new HostLocks(new LockOwner("nobody", "nothing"), false, Time.real(), tell);
    }

    /** A lock and what ends its renewing. */
    private record TakenLock(ConnectedHost session, HostLock lock, CountDownLatch released) {}

    /** The outcome of one of several: it is taken, or why not. */
    private record Attempt(Optional<LockedHost> taken, Optional<String> refusal) {}

    /** Takes them all, or throws and holds none: before anything is touched, who holds which, and the cure. */
    public List<LockedHost> takeAll(List<ConnectedHost> sessions) {
        return takeAll(sessions, this::take);
    }

    /** Takes all hosts of a captured run that is taken up, after waiting for locks that nobody renews to expire. */
    public List<LockedHost> takeUp(List<ConnectedHost> sessions, String run) {
        return takeAll(sessions, s -> {
            if (steal) {
                demandNoCapture(s, run::equals);
            }
            return outlive(s);
        });
    }

    private List<LockedHost> takeAll(List<ConnectedHost> sessions, Function<ConnectedHost, LockedHost> take) {
        List<Attempt> attempts = Parallel.map(sessions, s -> attempt(s, take));
        List<String> refusals =
                attempts.stream().flatMap(a -> a.refusal().stream()).toList();
        if (!refusals.isEmpty()) {
            close();
            throw new HostException(
                    "in use, no host was touched:\n  " + String.join("\n  ", refusals), HostFailure.IN_USE);
        }
        return attempts.stream().flatMap(a -> a.taken().stream()).toList();
    }

    /** Takes one; throws when another user has it. */
    public LockedHost take(ConnectedHost session) {
        if (steal) {
            demandNoCapture(session, run -> false);
        }
        TakenLock held = held(session);
        held.lock().acquire(steal);
        return keep(held);
    }

    /** Takes one after waiting for a lock that nobody renews to expire. */
    public LockedHost outlive(ConnectedHost session) {
        TakenLock held = held(session);
        if (steal) {
            held.lock().acquire(true);
        } else {
            held.lock().outlive(tell);
        }
        return keep(held);
    }

    /** Gives one up; one that cannot be released expires. */
    public void release(ConnectedHost session) {
        copy().stream().filter(h -> h.session().equals(session)).forEach(this::release);
    }

    /** Gives up all of them, also when the operator has pressed Ctrl-C. What fails changes no answer: they expire. */
    @Override
    public void close() {
        try {
            Uninterrupted.run(() -> Parallel.map(copy(), held -> {
                release(held);
                return held;
            }));
        } catch (RuntimeException e) {
            tell.accept("a lock could not be released and expires by itself within " + HostLock.LIFETIME.toSeconds()
                    + " s: " + e.getMessage());
        }
    }

    /** A host where a run is captured is not stolen: nothing could be done on it, and its owner would lose it. */
    private static void demandNoCapture(ConnectedHost session, Predicate<String> ours) {
        List<String> captured = CapturedRuns.problems(session.agent(), ours);
        if (!captured.isEmpty()) {
            throw new HostException(String.join("\n  ", captured), HostFailure.IN_USE);
        }
    }

    private static Attempt attempt(ConnectedHost session, Function<ConnectedHost, LockedHost> take) {
        try {
            return new Attempt(Optional.of(take.apply(session)), Optional.empty());
        } catch (HostException e) {
            return new Attempt(Optional.empty(), Optional.of(e.getMessage()));
        }
    }

    private TakenLock held(ConnectedHost session) {
        TakenLock held = new TakenLock(session, new HostLock(session.agent(), owner, time), new CountDownLatch(1));
        synchronized (all) {
            all.add(held);
        }
        return held;
    }

    private LockedHost keep(TakenLock held) {
        Thread thread = new Thread(() -> renew(held), "lock-" + held.session().name());
        thread.setDaemon(true);
        thread.start();
        return new LockedHost(held.session(), held.lock());
    }

    private void renew(TakenLock held) {
        try {
            while (!held.released().await(HostLock.RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                held.lock().renew(tell);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release(TakenLock held) {
        held.released().countDown();
        Uninterrupted.run(() -> {
            try {
                held.lock().release();
            } catch (RuntimeException e) {
                tell.accept(held.session().name() + ": its lock could not be released and expires by itself within "
                        + HostLock.LIFETIME.toSeconds() + " s: " + e.getMessage());
            }
        });
    }

    private List<TakenLock> copy() {
        synchronized (all) {
            return List.copyOf(all);
        }
    }
}
