package io.pilab.spool;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code ip -ts ... monitor} run under TZ=UTC. ip(8) may print a time stamp for a message of which it shows
 * nothing; the next line then carries two, the last of which is its own.
 *
 * @param time epoch nanoseconds
 * @param text what follows the stamps
 */
record Stamped(long time, String text) {
    private static final Pattern LINE =
            Pattern.compile("(?:\\[(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)]\\s*)+(.*)");

    static Optional<Stamped> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant at = LocalDateTime.parse(matcher.group(1)).toInstant(ZoneOffset.UTC);
            return Optional.of(new Stamped(at.getEpochSecond() * 1_000_000_000L + at.getNano(), matcher.group(2)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
