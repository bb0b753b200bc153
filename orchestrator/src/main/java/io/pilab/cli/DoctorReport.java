package io.pilab.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.app.HostDiagnosis;
import io.pilab.doctor.Finding;
import io.pilab.doctor.HostCheck;
import io.pilab.doctor.Status;
import io.pilab.record.Outcome;
import io.pilab.report.Paint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what doctor found. */
final class DoctorReport {
    private static final int STATUS =
            Arrays.stream(Status.values()).mapToInt(s -> word(s).length()).max().orElse(0);
    private static final int CHECK = Arrays.stream(HostCheck.values())
            .mapToInt(c -> c.label().length())
            .max()
            .orElse(0);

    private DoctorReport() {}

    /** One table per host, then one line per host. {@code quiet}: findings with a cure only. */
    static String text(List<HostDiagnosis> diagnoses, boolean coloured, boolean quiet) {
        Paint paint = Paint.of(coloured);
        List<String> lines = new ArrayList<>();
        for (HostDiagnosis diagnosis : diagnoses) {
            lines.add(
                    paint.bold(diagnosis.host().name() + "  " + diagnosis.host().ssh()));
            diagnosis.findings().stream()
                    .filter(f -> !quiet || f.cure().isPresent())
                    .forEach(f -> lines.addAll(lines(f, paint)));
            lines.add("");
        }
        diagnoses.forEach(d -> lines.add(summary(d, paint)));
        return lines.stream().map(l -> l + "\n").collect(Collectors.joining());
    }

    /** One JSON object per host, each on its own line. */
    static String json(List<HostDiagnosis> diagnoses) {
        return diagnoses.stream().map(d -> json(d) + "\n").collect(Collectors.joining());
    }

    private static List<String> lines(Finding finding, Paint paint) {
        String word = padded(word(finding.status()), STATUS);
        List<String> lines = new ArrayList<>();
        lines.add("  " + paint.outcome(colour(finding.status()), word) + "  "
                + padded(finding.check().label(), CHECK) + "  "
                + finding.value().replaceAll("\\s*\\n\\s*", " "));
        finding.cure().ifPresent(c -> lines.add(" ".repeat(STATUS + CHECK + 6) + "cure: " + c));
        return lines;
    }

    private static String summary(HostDiagnosis diagnosis, Paint paint) {
        List<String> parts = new ArrayList<>();
        for (Status status : List.of(Status.FAILED, Status.WARNING, Status.UNKNOWN, Status.OK)) {
            long count = diagnosis.count(status);
            if (count > 0) {
                parts.add(count + " " + word(status));
            }
        }
        String verdict = !diagnosis.reached()
                ? diagnosis.asked() ? "cannot be reached" : "was not asked"
                : diagnosis.failed() ? "no run can be made" : "a run can be made";
        return diagnosis.host().name() + ": " + paint.outcome(colour(diagnosis.worst()), verdict) + " ("
                + String.join(", ", parts) + ")";
    }

    private static String json(HostDiagnosis diagnosis) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("host", diagnosis.host().name())
                .put("reached", diagnosis.reached())
                .put("status", diagnosis.worst().label());
        ArrayNode checks = object.putArray("checks");
        for (Finding finding : diagnosis.findings()) {
            ObjectNode check = checks.addObject()
                    .put("check", finding.check().label())
                    .put("status", finding.status().label())
                    .put("value", finding.value());
            finding.cure().ifPresentOrElse(c -> check.put("cure", c), () -> check.putNull("cure"));
        }
        return object.toString();
    }

    private static String word(Status status) {
        return status == Status.NOT_APPLICABLE ? "-" : status.label();
    }

    private static Outcome colour(Status status) {
        return switch (status) {
            case NOT_APPLICABLE -> Outcome.SKIPPED;
            case OK -> Outcome.PASS;
            case UNKNOWN, WARNING -> Outcome.BROKEN;
            case FAILED -> Outcome.FAIL;
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
