package io.pilab.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.lab.Arm;
import io.pilab.lab.Protocol;
import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a trial: raw bytes and events as they arrive, trial.json at its beginning and its end. A full disk stops nothing:
 * what cannot be written is kept and tried again (see {@link #trouble}).
 */
public final class TrialDirectory {
    /** The points at which the hosts' state is stored. */
    public enum StateFile {
        BEFORE,
        AFTER,
        /** The differences between before and after. */
        DIFFERENCE
    }

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final String TRIAL = "trial.json";
    private static final String EVENTS = "events.jsonl";
    private static final String RAW = "raw";
    private static final String STORED = "raw.before";
    private static final String UNFINISHED = "the run ended before this trial did";

    private static final TrialRecord.Path NOT_KNOWN = new TrialRecord.Path("?", "?", "?", "?", "?", "?");

    private final Path path;
    private final TrialFile head;
    private final List<Event> events = new ArrayList<>();
    private final Map<String, AppendedFile> files = new TreeMap<>();
    private final Map<String, String> unwritten = new TreeMap<>();

    private TrialDirectory(Path path, TrialFile head) throws IOException {
        this.path = path;
        this.head = head;
        RecordFolder.make(path.resolve(RAW));
        RecordFile.append(path.resolve(EVENTS)).close();
        files.put(EVENTS, new AppendedFile(path.resolve(EVENTS), false));
    }

    static TrialDirectory begin(Path path, int number, Arm arm, TrialRecord.Path way) {
        try {
            RecordFolder.make(path);
            TrialFile head = new TrialFile(
                    number, arm, way, Map.of(), Optional.empty(), Optional.of(UNFINISHED), List.of(), Optional.empty());
            TrialDirectory trial = new TrialDirectory(path, head);
            trial.store(TRIAL, head);
            trial.demandWhole();
            return trial;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + path + ": " + RecordFile.reason(e), e);
        }
    }

    /** Begins the record of a cut-off trial again. What was read of it is kept until its end. */
    static TrialDirectory resume(Path path) {
        try {
            TrialFile head = TrialFile.read(path.resolve(TRIAL));
            if (RecordFile.isFolder(path.resolve(RAW)) && !RecordFile.exists(path.resolve(STORED))) {
                Files.move(path.resolve(RAW), path.resolve(STORED));
            }
            delete(path.resolve(RAW));
            Files.deleteIfExists(path.resolve(EVENTS));
            return new TrialDirectory(path, head);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot resume " + path + ": " + RecordFile.reason(e), e);
        }
    }

    /** The files that were read from a host before the trial was cut off, by name. */
    public Map<String, byte[]> stored(String host) {
        Map<String, byte[]> files = new TreeMap<>();
        Path folder = path.resolve(STORED).resolve(host);
        if (!RecordFile.isFolder(path.resolve(STORED)) || !RecordFile.isFolder(folder)) {
            return files;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), RecordFile.bytes(file));
            }
            return files;
        } catch (IOException e) {
            throw RecordFile.unreadable(folder, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (RecordFile.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    public Path path() {
        return path;
    }

    /** Appends to events.jsonl. */
    public synchronized void append(List<Event> more) {
        StringBuilder lines = new StringBuilder();
        for (Event event : more) {
            String line = EventJson.write(event);
            lines.append(line).append('\n');
            // Rounded as a reader will find it, so that a verdict now and one from the record are the same.
            EventJson.read(line).ifPresent(events::add);
        }
        files.get(EVENTS).append(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Appends to {@code raw/<host>/<fileName>}. The name must be plain, since it comes from the host. */
    public synchronized void appendRaw(String host, String fileName, byte[] bytes) {
        String name = host + "/" + fileName;
        if (!PLAIN.matcher(host).matches() || !PLAIN.matcher(fileName).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a plain file name");
        }
        Path file = path.resolve(RAW).resolve(host).resolve(fileName);
        files.computeIfAbsent(RAW + "/" + name, f -> new AppendedFile(file, true))
                .append(bytes);
    }

    /** A file that is not whole, with the reason. Tries once more to write what is kept. */
    public synchronized Optional<String> trouble() {
        return files.values().stream()
                .flatMap(f -> f.settle().stream())
                .findFirst()
                .or(() -> unwritten.values().stream().findFirst());
    }

    /** Throws when a file is not whole, so that a host is touched only once its record is safe. */
    public void demandWhole() {
        trouble().ifPresent(why -> {
            throw new UncheckedIOException(new IOException("the record cannot be written: " + why));
        });
    }

    /** Stores state-before.json, ...: an object with each host's answer, by its name. */
    public synchronized void storeState(StateFile when, Map<String, String> jsonByHost) {
        ObjectNode hosts = RecordJson.FILES.createObjectNode();
        jsonByHost.forEach((host, json) -> {
            try {
                hosts.set(host, RecordJson.FILES.readTree(json));
            } catch (JsonProcessingException e) {
                hosts.put(host, json);
            }
        });
        store("state-" + when.name().toLowerCase(Locale.ROOT) + ".json", hosts);
    }

    /**
     * Ends the trial and returns its record. If a part could not be stored, trial.json still says that the run ended before the
     * trial did, so that it can be collected again.
     */
    public synchronized TrialRecord finish(
            Map<String, Map<String, Long>> mptcpCounters,
            Optional<TrialRecord.ServerZero> serverZero,
            Optional<String> problem,
            List<String> warnings) {
        TrialFile end = new TrialFile(
                head.number(),
                head.arm(),
                head.path(),
                mptcpCounters,
                serverZero,
                problem,
                warnings,
                Optional.of(events.size()));
        if (trouble().isEmpty() && removeStored()) {
            store(TRIAL, end);
        }
        return new TrialRecord(head.number(), head.arm(), head.path(), events, mptcpCounters, serverZero, problem);
    }

    private boolean removeStored() {
        try {
            delete(path.resolve(STORED));
            return true;
        } catch (IOException e) {
            unwritten.put(STORED, path.resolve(STORED) + ": it cannot be removed: " + RecordFile.reason(e));
            return false;
        }
    }

    /** The trial of a folder {@code 01-mptcp}, of a run with these arms. Of a damaged trial the readable part, with the damage as its problem. */
    static TrialRecord read(Path path, List<Arm> arms) {
        String[] name = path.getFileName().toString().split("-", 2);
        int number = Integer.parseInt(name[0]);
        Arm arm = arms.stream()
                .filter(a -> a.name().equals(name[1]))
                .findFirst()
                .orElseGet(() -> new Arm(name[1], Protocol.of(name[1]).orElse(Protocol.MPTCP)));
        try {
            if (!RecordFile.isFolder(path)) {
                throw new DamagedRecordException(path, "it is not a folder");
            }
            TrialFile head = TrialFile.read(path.resolve(TRIAL));
            if (head.number() != number || !head.arm().name().equals(arm.name())) {
                throw new DamagedRecordException(
                        path.resolve(TRIAL),
                        "it is of another trial, " + head.number() + " "
                                + head.arm().name());
            }
            return record(head, EventsFile.read(path.resolve(EVENTS)), path.resolve(EVENTS));
        } catch (DamagedRecordException e) {
            return TrialRecord.broken(number, arm, NOT_KNOWN, e.getMessage() + ". Lost: this trial.");
        }
    }

    private static TrialRecord record(TrialFile head, EventsFile read, Path file) {
        List<String> problems = new ArrayList<>(head.problem().stream().toList());
        boolean ended = !head.problem().equals(Optional.of(UNFINISHED));
        read.damage().ifPresent(what -> problems.add(what + ". Lost: what stood there."));
        if (ended && read.cutOff()) {
            problems.add(file + ": it is cut off in line " + (read.lines() + 1) + ". Lost: what came then.");
        } else if (read.damage().isEmpty()
                && head.events().filter(n -> n > read.lines()).isPresent()) {
            problems.add(
                    file + ": it has " + read.lines() + " of " + head.events().get() + " events. Lost: the others.");
        }
        Optional<String> problem = problems.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", problems));
        return new TrialRecord(
                head.number(),
                head.arm(),
                head.path(),
                read.events(),
                head.mptcpCounters(),
                head.serverZero(),
                problem);
    }

    /** Whether the run ended before the trial did. */
    static boolean cutOff(TrialRecord trial) {
        return trial.problem().filter(p -> p.startsWith(UNFINISHED)).isPresent();
    }

    /** The hosts' state before the trial, as JSON by name. Empty when it was not captured. */
    static Map<String, String> stateBefore(Path path) {
        Path file = path.resolve("state-before.json");
        Map<String, String> states = new TreeMap<>();
        if (RecordFile.exists(file)) {
            RecordJson.read(file)
                    .properties()
                    .forEach(host -> states.put(host.getKey(), host.getValue().toString()));
        }
        return states;
    }

    private void store(String fileName, Object value) {
        try {
            AtomicFile.write(path.resolve(fileName), RecordJson.pretty(value));
            unwritten.remove(fileName);
        } catch (UncheckedIOException e) {
            unwritten.put(fileName, e.getMessage());
        }
    }
}
