package io.pilab.run;

import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what a trial stores, in memory. */
final class TestingSink implements TrialSink {
    final Map<String, StringBuilder> files = new TreeMap<>();
    final List<Event> events = new ArrayList<>();
    final Map<String, List<HostState>> states = new TreeMap<>();
    final List<TrialRecord> records = new ArrayList<>();

    @Override
    public void append(String host, String file, byte[] bytes) {
        files.computeIfAbsent(host + "/" + file, f -> new StringBuilder())
                .append(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void event(Event event) {
        events.add(event);
    }

    @Override
    public void state(String name, List<HostState> documents) {
        states.put(name, documents);
    }

    @Override
    public void finish(TrialRecord record) {
        records.add(record);
    }
}
