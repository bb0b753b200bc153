package io.pilab.report;

import java.util.Arrays;
import java.util.List;

/** One way to write a run's result: a pure function of the record, the same in every locale. */
public sealed interface ReportFormat permits JsonReport, CsvReport, SamplesReport, JunitReport, MarkdownReport {
    /** The word by which {@code --format} asks for it. */
    String name();

    /** The file in which every run directory keeps it. */
    String fileName();

    /** The whole report, with its last line's end. */
    String render(JudgedRun run);

    /** Every format. */
    static List<ReportFormat> all() {
        return Arrays.stream(ReportFormat.class.getPermittedSubclasses())
                .map(ReportFormat::made)
                .toList();
    }

    private static ReportFormat made(Class<?> type) {
        try {
            return (ReportFormat) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made without an argument", e);
        }
    }

    /** The one for programs. */
    static ReportFormat json() {
        return new JsonReport();
    }
}
