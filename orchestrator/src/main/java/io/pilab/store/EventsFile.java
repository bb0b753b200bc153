package io.pilab.store;

import io.pilab.record.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * events.jsonl, read line by line. A damaged line is left out and reported.
 *
 * @param events the readable events
 * @param lines the number of whole lines, also those of a kind that this version does not know
 * @param damage the first damaged line, and how many more there are
 * @param cutOff whether the last line has no end, as when a run was killed while writing
 */
record EventsFile(List<Event> events, int lines, Optional<String> damage, boolean cutOff) {
    /** Characters. No event is nearly as long. */
    private static final int LONGEST = 1 << 20;

    static EventsFile read(Path file) {
        EventsReader reading = new EventsReader(file);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(RecordFile.open(file), StandardCharsets.UTF_8))) {
            reading.all(in);
        } catch (IOException e) {
            reading.damaged(RecordFile.unreadable(file, e).getMessage());
        }
        return reading.result();
    }

    private static final class EventsReader {
        private final Path file;
        private final List<Event> events = new ArrayList<>();
        private final StringBuilder line = new StringBuilder();
        private int lines;
        private int bad;
        private Optional<String> first = Optional.empty();

        EventsReader(Path file) {
            this.file = file;
        }

        void all(BufferedReader in) throws IOException {
            char[] some = new char[1 << 16];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                int from = 0;
                for (int i = 0; i < n; i++) {
                    if (some[i] == '\n') {
                        add(some, from, i);
                        end();
                        from = i + 1;
                    }
                }
                add(some, from, n);
            }
        }

        private void add(char[] some, int from, int to) {
            line.append(some, from, Math.min(to - from, LONGEST - line.length()));
        }

        private void end() {
            lines++;
            try {
                EventJson.read(line.toString()).ifPresent(events::add);
            } catch (IllegalArgumentException e) {
                damaged(new DamagedRecordException(file, lines, e.getMessage()).getMessage());
            }
            line.setLength(0);
        }

        void damaged(String what) {
            first = first.or(() -> Optional.of(what));
            bad++;
        }

        EventsFile result() {
            String more = bad > 1 ? ", and " + (bad - 1) + " more lines" : "";
            return new EventsFile(events, lines, first.map(what -> what + more), line.length() > 0);
        }
    }
}
