package io.pilab.analysis;

import io.pilab.record.TrialRecord;
import java.util.Optional;

/**
 * The series that a trial is measured with: the receiver's, unless it is missing or ends early and the sender's reaches
 * further.
 *
 * @param note why it is not the receiver's whole one
 */
record Goodput(Series series, Optional<String> note) {
    /**
     * @param step the reporting interval, seconds
     * @param plannedEnd of the traffic, seconds
     */
    static Goodput of(TrialRecord trial, double step, double plannedEnd) {
        Series receiver =
                Series.of(Series.Source.RECEIVER, trial.events(), trial.path().server());
        Series sender =
                Series.of(Series.Source.SENDER, trial.events(), trial.path().client());
        if (receiver.end() >= plannedEnd - step / 2) {
            return new Goodput(receiver, Optional.empty());
        }
        String receiverSays = receiver.isEmpty()
                ? "the receiver reported nothing"
                : "the receiver's reports end at " + Figures.seconds(receiver.end());
        if (sender.end() > receiver.end() + step / 2) {
            return new Goodput(
                    sender,
                    Optional.of(receiverSays + ": measured with the sender's "
                            + Figures.plain(sender.resolution())
                            + " s reports, which count what was handed to its socket"));
        }
        return new Goodput(receiver, receiver.isEmpty() ? Optional.empty() : Optional.of(receiverSays));
    }
}
