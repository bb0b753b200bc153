package io.pilab.report;

import java.util.Map;

/** One way to print a run's result; a pure function of the record, the same in every locale. */
public sealed interface ReportFormat permits ConsoleReport, JsonReport, CsvReport, SamplesReport {
    /** The formats that a run directory keeps, by the name of their file. */
    Map<String, ReportFormat> FILES = Map.of("result.json", json(), "intervals.csv", csv(), "samples.csv", samples());

    /** The whole report, with its last line's end. */
    String render(JudgedRun judged);

    /** The summary for people. */
    static ReportFormat console(ConsoleOptions options) {
        return new ConsoleReport(options);
    }

    /** result.json. */
    static ReportFormat json() {
        return new JsonReport();
    }

    /** intervals.csv. */
    static ReportFormat csv() {
        return new CsvReport();
    }

    /** samples.csv. */
    static ReportFormat samples() {
        return new SamplesReport();
    }
}
