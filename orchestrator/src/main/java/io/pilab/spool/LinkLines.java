package io.pilab.spool;

import io.pilab.record.Event;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ip -ts [-o] monitor link}. Told apart by time stamps and flags, not by the shape of a line; continuation lines
 * and what other objects print are passed over.
 */
final class LinkLines implements LineReader {
    private static final Pattern LINK =
            Pattern.compile("(Deleted )?\\d+: ([^:@\\s]{1,64})(?:@[^:\\s]+)?: <([A-Z0-9_,-]*)>.*");

    private final String host;
    private final FaultMatcher faults;
    private final Findings findings;

    LinkLines(String host, FaultMatcher faults, Findings findings) {
        this.host = host;
        this.faults = faults;
        this.findings = findings;
    }

    @Override
    public void line(String line) {
        if (line.isBlank() || Character.isWhitespace(line.charAt(0))) {
            return;
        }
        Optional<Stamped> stamped = Stamped.parse(line);
        if (stamped.isEmpty()) {
            findings.warn("link.txt", "a line without its time: " + line);
            return;
        }
        Matcher link = LINK.matcher(stamped.get().text());
        if (!link.matches()) {
            return;
        }
        List<String> flags = List.of(link.group(3).split(","));
        boolean up = link.group(1) == null && flags.contains("UP");
        boolean running = up && flags.contains("LOWER_UP") && !flags.contains("NO-CARRIER");
        String name = link.group(2);
        long time = stamped.get().time();
        findings.at(time, t -> new Event.Link(t, host, name, up, running));
        faults.link(time, name, up, running);
    }
}
