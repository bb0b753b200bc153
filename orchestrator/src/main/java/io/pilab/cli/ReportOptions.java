package io.pilab.cli;

import io.pilab.report.ReportFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a command prints that can print a run in every format. */
final class ReportOptions extends OutputOptions {
    @Override
    List<String> formats() {
        return Stream.concat(Stream.of(TEXT), ReportFormat.all().stream().map(ReportFormat::name))
                .toList();
    }

    /** The report that is asked for; empty: text for people. */
    Optional<ReportFormat> report() {
        return ReportFormat.all().stream()
                .filter(report -> report.name().equals(format()))
                .findFirst();
    }
}
