package io.pilab.verdict;

import io.pilab.metrics.Figures;
import io.pilab.metrics.Series;
import io.pilab.metrics.TrafficTimes;
import io.pilab.metrics.TrialFaults;
import io.pilab.record.Event;
import io.pilab.record.Event.Traffic.TrafficState;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Treatment;
import java.util.Comparator;
import java.util.Optional;

/** Whether the traffic lasted as long as planned; only a fault may end it before. */
final class TrafficCheck {
    private static final String NAME = "the traffic lasted";

    /** How a shell reports SIGKILL; it reports other signals the same way, and those come from outside. */
    private static final int KILLED = 137;

    private static final int SIGNALLED = 128;

    private TrafficCheck() {}

    static Check of(Treatment treatment, TrialRecord trial, Series series) {
        double planned = TrafficTimes.seconds(treatment.traffic().duration());
        double step = TrafficTimes.seconds(treatment.traffic().interval());
        String ended =
                "reported until " + Figures.seconds(series.end()) + " of " + Figures.plain(planned) + " s planned";
        if (series.end() >= planned - step / 2) {
            return new Check(NAME, Outcome.PASS, ended);
        }
        if (series.end() >= planned - 1.5 * step && ranUntil(planned, trial)) {
            return new Check(NAME, Outcome.PASS, ended + "; the tool ran on, its last report is missing");
        }
        return cause(treatment, trial)
                .map(c -> new Check(NAME, Outcome.SKIPPED, ended + "; the fault ended it: " + c))
                .orElse(new Check(NAME, Outcome.BROKEN, ended + ", and no fault tells why"));
    }

    private static boolean ranUntil(double planned, TrialRecord trial) {
        return trial.events().stream()
                .anyMatch(e -> e instanceof Event.Traffic t && t.state() != TrafficState.START && t.t() >= planned);
    }

    /** What ended the traffic by itself after the first fault. */
    private static Optional<String> cause(Treatment treatment, TrialRecord trial) {
        Optional<Double> fault = TrialFaults.of(trial).first().map(Event.FaultFired::actual);
        if (fault.isPresent() && TrialFaults.restartedBefore(trial, Double.MAX_VALUE)) {
            return Optional.of("a host was restarted");
        }
        return fault.flatMap(f -> trial.events().stream()
                .filter(e -> e instanceof Event.Traffic && e.t() >= f)
                .map(Event.Traffic.class::cast)
                .filter(t -> byItself(treatment, t))
                .min(Comparator.comparingDouble(Event.Traffic::t))
                .map(t -> TrafficErrors.describe(treatment, t)));
    }

    private static boolean byItself(Treatment treatment, Event.Traffic event) {
        int code = event.exitCode().orElse(0);
        return switch (event.state()) {
            case START -> false;
            case WATCHDOG -> true;
            case ERROR -> !TrafficErrors.endedFromOutside(treatment, event);
            case END -> code == KILLED || (code > 0 && code < SIGNALLED);
        };
    }
}
