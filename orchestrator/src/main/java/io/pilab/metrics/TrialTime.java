package io.pilab.metrics;

import io.pilab.record.Event.FaultFired;
import io.pilab.record.TrialRecord;
import io.pilab.record.TrialRecord.ServerZero;

/** Brings the times of one host of a pair to the other's: each counts from the t = 0 that it saw itself. */
record TrialTime(TrialRecord trial) {
    /** What nobody measured, as in records of earlier versions: the two were seen up to this far apart. */
    private static final ServerZero UNKNOWN = new ServerZero(0, 0.15);

    /** When a fault happened, by that host's t = 0; seconds. */
    double on(String host, FaultFired fault) {
        return fault.actual() + after(fault.host()) - after(host);
    }

    /** What {@link #on} is uncertain by; seconds. */
    double uncertainty(String host, FaultFired fault) {
        boolean apart = server(fault.host()) != server(host);
        return fault.uncertainty() + (apart ? zero().uncertainty() : 0);
    }

    /** Seconds by which that host's t = 0 comes after the client's, which a helper receives. */
    private double after(String host) {
        return server(host) ? zero().seconds() : 0;
    }

    private boolean server(String host) {
        return host.equals(trial.path().server());
    }

    private ServerZero zero() {
        return trial.serverZero().orElse(UNKNOWN);
    }
}
