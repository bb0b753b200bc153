package io.pilab.run;

import io.pilab.agent.ExperimentScript;
import io.pilab.host.ClockOffset;
import io.pilab.spool.TrafficStart;

/** Tells a helper when the client's traffic began, in the helper's own time. */
final class ZeroRelay {
    private final HostTrial client;
    private final HostTrial helper;
    private final ClockOffset clientClock;
    private final ClockOffset helperClock;
    private boolean told;

    private ZeroRelay(HostTrial client, HostTrial helper, ClockOffset clientClock, ClockOffset helperClock) {
        this.client = client;
        this.helper = helper;
        this.clientClock = clientClock;
        this.helperClock = helperClock;
    }

    /** Compares the helper's clock; the client's was compared just before. */
    static ZeroRelay between(HostTrial client, ClockOffset clientClock, HostTrial helper) {
        return new ZeroRelay(client, helper, clientClock, TrialClocks.clock(helper));
    }

    /** Whether the helper knows. */
    boolean told() {
        return told;
    }

    /** Tells it once, as soon as the client's log has it. */
    void relay(String run, String trial) {
        if (!told) {
            client.log().start().ifPresent(start -> tell(run, trial, start));
        }
    }

    private void tell(String run, String trial, TrafficStart start) {
        long time = start.time() + Math.round((helperClock.seconds() - clientClock.seconds()) * 1e9);
        double uncertainty = start.uncertainty() + clientClock.uncertainty() + helperClock.uncertainty();
        helper.session().agent().call(ExperimentScript.zero(run, trial, time, Math.round(uncertainty * 1e9)));
        told = true;
    }
}
