package io.pilab.app;

import io.pilab.host.ConnectedHost;
import io.pilab.host.HostLock;
import io.pilab.host.HostLocks;
import io.pilab.host.Parallel;
import io.pilab.lab.Host;
import io.pilab.time.Uninterrupted;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The same work on hosts of a lab, some at once; the failure of one is its own. */
final class HostWork {
    private final Controller controller;
    private final HostProgress progress;

    HostWork(Controller controller, HostProgress progress) {
        this.controller = controller;
        this.progress = progress;
    }

    /** What is done on one host; what it throws is that host's failure. */
    interface WorkOnHost {
        /** Before it. */
        HostSummary summary(String host);

        /** Whether the host has to be ours alone. */
        boolean locking();

        /**
         * Does it.
         *
         * @param lock of the host; empty: nothing may be changed
         */
        void on(ConnectedHost session, Optional<HostLock> lock, HostSummary summary, HostProgress progress);
    }

    /** The caller names the purpose of the locks; {@code tell} receives their changes. */
    interface Locking {
        HostLocks locks(Consumer<String> tell);
    }

    /**
     * Does it for several hosts at once; the outcome of each.
     *
     * @param limit how many; empty: more and more while they answer in time
     */
    List<HostSummary> run(List<Host> hosts, OptionalInt limit, Locking locking, WorkOnHost work) {
        try (Connections connections = controller.connect(hosts);
                HostLocks locks = locking.locks(progress::note);
                Places places = new Places()) {
            List<ConnectedHost> sessions = connections.sessions();
            return limit.isPresent()
                    ? Parallel.map(limit.getAsInt(), sessions, session -> one(session, locks, work, places))
                    : Parallel.map(sessions, session -> places.during(() -> one(session, locks, work, places)));
        }
    }

    private HostSummary one(ConnectedHost session, HostLocks locks, WorkOnHost work, Places places) {
        HostSummary summary = work.summary(session.name());
        try {
            progress.at(session.name(), "connecting to " + session.host().ssh());
            session.agent().install();
            Optional<HostLock> lock =
                    work.locking() ? Optional.of(locks.take(session).lock()) : Optional.empty();
            work.on(session, lock, summary, progress);
            progress.ended(session.name(), "done");
        } catch (RuntimeException e) {
            places.failed(e);
            summary.fail(e);
            progress.ended(session.name(), "failed");
        } finally {
            Uninterrupted.run(() -> locks.release(session));
        }
        return summary;
    }
}
