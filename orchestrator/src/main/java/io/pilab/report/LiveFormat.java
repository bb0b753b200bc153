package io.pilab.report;

import io.pilab.record.Event;
import java.util.List;
import java.util.function.Function;

/** What is printed of a trial while it runs. */
public interface LiveFormat {
    /** The lines, if any, that this event lets be known. */
    List<String> accept(Event event);

    /** The lines that waited for what did not come. */
    List<String> finish();

    /**
     * Every event as a line of JSON.
     *
     * @param json how an event becomes one line
     */
    static LiveFormat jsonLines(Function<Event, String> json) {
        return new LiveFormat() {
            @Override
            public List<String> accept(Event event) {
                return List.of(json.apply(event));
            }

            @Override
            public List<String> finish() {
                return List.of();
            }
        };
    }
}
