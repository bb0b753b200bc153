package io.pilab.run;

import io.pilab.host.ClockOffset;
import io.pilab.record.TrialRecord.ServerZero;
import io.pilab.spool.TrafficStart;
import java.util.Optional;

/** The clocks of a pair, compared with ours shortly before the traffic begins. */
record TrialClocks(ClockOffset client, ClockOffset server) {
    /** Seconds; the two see one connection begin, so what is further apart is a clock that was set meanwhile. */
    private static final double FARTHEST = 1;

    /** How long after the client's t = 0 the server's was, once both are known. */
    Optional<ServerZero> serverZero(Optional<TrafficStart> clientStart, Optional<TrafficStart> serverStart) {
        return clientStart
                .flatMap(c -> serverStart.map(s -> new ServerZero(
                        (s.time() - c.time()) / 1e9 - (server.seconds() - client.seconds()),
                        s.uncertainty() + client.uncertainty() + server.uncertainty())))
                .filter(zero -> Math.abs(zero.seconds()) <= FARTHEST);
    }
}
