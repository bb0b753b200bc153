package io.pilab.report;

import io.pilab.metrics.Figures;
import io.pilab.metrics.IntervalRow;
import io.pilab.record.IntervalSample.SubflowSample;
import io.pilab.record.RunRecord;
import io.pilab.verdict.RunResult;
import io.pilab.verdict.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** For spreadsheets: intervals.csv, a line for each reporting interval (RFC 4180, but line feeds only). */
record CsvReport() implements ReportFormat {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String fileName() {
        return "intervals.csv";
    }

    @Override
    public String render(JudgedRun judged) {
        RunRecord run = judged.run();
        RunResult result = judged.result();
        TreeSet<String> interfaces = new TreeSet<>();
        result.trials()
                .forEach(t -> t.intervals()
                        .forEach(i -> interfaces.addAll(i.interfaceBytes().keySet())));
        StringBuilder csv = new StringBuilder("run,trial,arm,start,end,sent_bits_per_second,received_bits_per_second,"
                + "initial_subflow_retransmits,initial_subflow_congestion_window,initial_subflow_round_trip_time");
        interfaces.forEach(i -> csv.append(',').append(i).append("_sent_bytes"));
        csv.append('\n');
        for (TrialResult trial : result.trials()) {
            for (IntervalRow row : trial.intervals()) {
                csv.append(line(run.run(), trial, row, interfaces));
            }
        }
        return csv.toString();
    }

    private static String line(String run, TrialResult trial, IntervalRow row, TreeSet<String> interfaces) {
        List<String> cells = new ArrayList<>();
        cells.add(run);
        cells.add(String.valueOf(trial.number()));
        cells.add(trial.arm().name());
        cells.add(Figures.plain(row.start()));
        cells.add(Figures.plain(row.end()));
        cells.add(whole(row.sent()));
        cells.add(whole(row.received()));
        cells.add(row.initialSubflow().map(s -> String.valueOf(s.retransmits())).orElse(""));
        cells.add(whole(row.initialSubflow().map(SubflowSample::congestionWindow)));
        cells.add(row.initialSubflow()
                .map(s -> Figures.fixed(s.roundTripTime(), 6))
                .orElse(""));
        interfaces.forEach(
                i -> cells.add(whole(Optional.ofNullable(row.interfaceBytes().get(i)))));
        return Csv.line(cells);
    }

    private static String whole(Optional<Double> value) {
        return value.map(v -> Figures.fixed(v, 0)).orElse("");
    }
}
