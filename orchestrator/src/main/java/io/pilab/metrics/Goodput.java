package io.pilab.metrics;

import io.pilab.record.IntervalSample;
import io.pilab.record.TrialRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * The series that a trial is measured with: the receiver's, unless it is missing or ends early and the sender's reaches
 * further.
 *
 * @param notes why it is not the receiver's whole one, and what it does not show
 */
public record Goodput(Series series, List<String> notes) {
    /** Of the usual length of a report: one that is longer hides what happened in it. */
    private static final double COARSE = 5;

    public Goodput {
        notes = List.copyOf(notes);
    }

    /**
     * What of a trial's traffic arrived.
     *
     * @param step the reporting interval, seconds
     * @param plannedEnd of the traffic, seconds
     */
    public static Goodput of(TrialRecord trial, double step, double plannedEnd) {
        Series receiver = Series.of(
                Series.SeriesSource.RECEIVER, trial.events(), trial.path().server());
        Series sender = Series.of(
                Series.SeriesSource.SENDER, trial.events(), trial.path().client());
        List<String> notes = new ArrayList<>();
        Series best = receiver;
        if (receiver.end() < plannedEnd - step / 2) {
            String receiverSays = receiver.isEmpty()
                    ? "the receiver reported nothing"
                    : "the receiver's reports end at " + Figures.seconds(receiver.end());
            if (sender.end() > receiver.end() + step / 2) {
                best = sender;
                notes.add(receiverSays + ": measured with the sender's " + Figures.plain(sender.resolution())
                        + " s reports, which count what was handed to its socket");
            } else if (!receiver.isEmpty()) {
                notes.add(receiverSays);
            }
        }
        notes.addAll(untold(best));
        return new Goodput(best, notes);
    }

    private static List<String> untold(Series series) {
        List<String> notes = new ArrayList<>();
        List<IntervalSample> coarse = series.intervals().stream()
                .filter(i -> i.seconds() > COARSE * series.resolution())
                .toList();
        if (!coarse.isEmpty()) {
            notes.add("one report of the " + series.source().label() + " covers "
                    + Figures.fixed(coarse.get(0).start(), 3) + " to "
                    + Figures.seconds(coarse.get(0).end()) + ", so it is not known when in it data arrived"
                    + (coarse.size() > 1 ? "; " + (coarse.size() - 1) + " more are like that" : ""));
        }
        if (series.unreported() > 0) {
            notes.add("of " + Figures.seconds(series.unreported()) + " nothing was reported: no figure has what was"
                    + " carried then");
        }
        return notes;
    }
}
