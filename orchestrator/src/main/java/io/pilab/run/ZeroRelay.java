package io.pilab.run;

import io.pilab.agent.ExperimentScript;
import io.pilab.host.ClockOffset;
import io.pilab.spool.TrafficStart;

/** Tells a helper when the client's traffic began, in the helper's own time. */
final class ZeroRelay {
    private final HostTrial client;
    private final ClockOffset clientClock;
    private final HostTrial helper;
    private final ClockOffset helperClock;
    private boolean told;

    ZeroRelay(HostTrial client, ClockOffset clientClock, HostTrial helper, ClockOffset helperClock) {
        this.client = client;
        this.clientClock = clientClock;
        this.helper = helper;
        this.helperClock = helperClock;
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
