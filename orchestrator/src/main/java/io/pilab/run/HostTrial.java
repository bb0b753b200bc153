package io.pilab.run;

import io.pilab.host.ConnectionMonitor;
import io.pilab.host.Reconnection;
import io.pilab.host.TrialHost;
import io.pilab.plan.HostShare;
import io.pilab.run.SpoolReader.ShareState;
import io.pilab.spool.AgentLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** One host's share, its session and the reader of its spool. */
record HostTrial(
        TrialHost session,
        HostShare share,
        SpoolReader reader,
        ConnectionMonitor contact,
        AgentLog log,
        AtomicBoolean collected) {
    /** Between two readings. */
    static final Duration POLL = Duration.ofMillis(250);

    HostTrial(TrialHost session, HostShare share, SpoolReader reader, ConnectionMonitor contact, AgentLog log) {
        this(session, share, reader, contact, log, new AtomicBoolean());
    }

    ShareState poll() {
        return contact.ask(reader::poll);
    }

    /** A host that is out of reach for a while continues on its own; what it wrote is read when it is back. */
    void reconnect() {
        Reconnection.attempt(session.agent().remote());
    }
}
