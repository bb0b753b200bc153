package io.pilab.report;

import io.pilab.metrics.Figures;
import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import io.pilab.record.IntervalSample.SubflowSample;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** For plots: samples.csv, a line for each interval that either side reported, as fine as it did. */
record SamplesReport() implements ReportFormat {
    @Override
    public String name() {
        return "samples";
    }

    @Override
    public String fileName() {
        return "samples.csv";
    }

    @Override
    public String render(JudgedRun judged) {
        RunRecord run = judged.run();
        List<TrialRecord> trials = judged.trials();
        StringBuilder csv = new StringBuilder("run,trial,arm,host,side,start,end,bytes,bits_per_second,"
                + "initial_subflow_retransmits,initial_subflow_congestion_window,initial_subflow_round_trip_time\n");
        for (TrialRecord trial : trials) {
            trial.events().stream()
                    .filter(Event.Interval.class::isInstance)
                    .map(Event.Interval.class::cast)
                    .sorted(Comparator.comparing(Event.Interval::host)
                            .thenComparingDouble(e -> e.sample().start()))
                    .forEach(e -> csv.append(Csv.line(cells(run.run(), trial, e))));
        }
        return csv.toString();
    }

    private static List<String> cells(String run, TrialRecord trial, Event.Interval event) {
        IntervalSample sample = event.sample();
        Optional<SubflowSample> subflow = sample.initialSubflow();
        List<String> cells = new ArrayList<>(
                List.of(run, String.valueOf(trial.number()), trial.arm().name(), event.host()));
        cells.add(sample.sender() ? "sender" : "receiver");
        cells.add(Figures.fixed(sample.start(), 6));
        cells.add(Figures.fixed(sample.end(), 6));
        cells.add(Figures.fixed(sample.bytes(), 0));
        cells.add(Figures.fixed(sample.bitsPerSecond(), 0));
        cells.add(subflow.map(s -> String.valueOf(s.retransmits())).orElse(""));
        cells.add(subflow.map(s -> Figures.fixed(s.congestionWindow(), 0)).orElse(""));
        cells.add(subflow.map(s -> Figures.fixed(s.roundTripTime(), 6)).orElse(""));
        return cells;
    }
}
