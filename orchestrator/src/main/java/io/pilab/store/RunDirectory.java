package io.pilab.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.model.Lab;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run on disk (docs/record-format.md). Files are whole or not there, and a failure is an UncheckedIOException. What grows
 * while a run goes on fails nobody: see {@link #appendToJournal} and {@link TrialDirectory#trouble}.
 */
public final class RunDirectory {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String RUN = "run.json";
    private static final String JOURNAL = "journal.jsonl";
    private static final String LAB = "lab.yaml";
    private static final String SCENARIO = "scenario.yaml";

    private final Path path;
    private final AppendedFile journal;

    private RunDirectory(Path path) {
        this.path = path;
        this.journal = new AppendedFile(path.resolve(JOURNAL), false);
    }

    /** Makes {@code <runs>/<time>-<scenario>-<4 hex digits>/}. */
    public static RunDirectory create(Path runs, Instant started, String scenario) {
        try {
            Files.createDirectories(runs);
            Path path;
            do {
                String id = String.format(Locale.ROOT, "%04x", RANDOM.nextInt(0x10000));
                path = runs.resolve(TIME.format(started) + "-" + scenario + "-" + id);
            } while (!made(path));
            Files.createDirectory(path.resolve("trials"));
            return new RunDirectory(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a run directory in " + runs + ": " + RecordFile.reason(e), e);
        }
    }

    private static boolean made(Path path) throws IOException {
        try {
            Files.createDirectory(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Opens a run; throws DamagedRecordException when there is none. */
    public static RunDirectory open(Path path) {
        if (!Files.isRegularFile(path.resolve(RUN))) {
            throw new DamagedRecordException(path.resolve(RUN), "no such file, so this is not the record of a run");
        }
        return new RunDirectory(path);
    }

    /** The folder's name, which is the run's. */
    public String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    public Path path() {
        return path;
    }

    /** Marks the run as going on, until that is closed. */
    public RunningMark running() {
        return RunningMark.set(path);
    }

    /** Whether the process that runs it is still at work. */
    public boolean isRunning() {
        return RunningMark.isSet(path);
    }

    /** Stores copies of both files as they were. */
    public void storeFiles(String labText, String scenarioText) {
        AtomicFile.write(path.resolve(LAB), labText);
        AtomicFile.write(path.resolve(SCENARIO), scenarioText);
    }

    /** Stores run.json: the head of the run and both files as understood. Once more replaces it. */
    public void storeRun(RunRecord run, Lab lab, Scenario scenario) {
        ObjectNode json = RecordJson.FILES.valueToTree(run);
        json.set("lab_as_understood", RecordJson.FILES.valueToTree(lab));
        json.set("scenario_as_understood", RecordJson.FILES.valueToTree(scenario));
        store(RUN, RecordJson.pretty(json));
    }

    /** Stores what is made of the record: result.json, intervals.csv, ... */
    public void store(String fileName, String text) {
        AtomicFile.write(path.resolve(fileName), text);
    }

    /** Appends a line to journal.jsonl; why it could not be written, which is tried again with the next one. */
    public Optional<String> appendToJournal(String line) {
        journal.append((line + "\n").getBytes(StandardCharsets.UTF_8));
        return journal.settle();
    }

    /** Begins a trial; its number counts from 1. */
    public TrialDirectory beginTrial(int number, String arm, TrialRecord.Path way) {
        String folder = String.format(Locale.ROOT, "%02d-%s", number, arm);
        return TrialDirectory.begin(path.resolve("trials").resolve(folder), number, arm, way);
    }

    /** Begins the record of a trial that was cut off anew. */
    public TrialDirectory resumeTrial(String folder) {
        return TrialDirectory.resume(path.resolve("trials").resolve(folder));
    }

    /** The hosts' state before a trial, as JSON by name; empty when it had not been captured. */
    public Map<String, String> stateBefore(String folder) {
        return TrialDirectory.stateBefore(path.resolve("trials").resolve(folder));
    }

    /** The trial during which the run was cut off. */
    public Optional<TrialRecord> cutOff() {
        return trials().stream().filter(TrialDirectory::cutOff).findFirst();
    }

    /** How many trials of each arm were asked for: --repeat may have changed the scenario's own. */
    public int repeat() {
        return head().at("/scenario_as_understood/repeat").asInt(1);
    }

    /** The head of the run. */
    public RunRecord run() {
        try {
            return RecordJson.FILES.treeToValue(head(), RunRecord.class);
        } catch (JsonProcessingException e) {
            throw damaged(path.resolve(RUN), e);
        }
    }

    private JsonNode head() {
        Path file = path.resolve(RUN);
        try {
            JsonNode json = RecordJson.FILES.readTree(Files.readString(file));
            int format = json.path("format").asInt();
            if (format != RunRecord.FORMAT) {
                throw new DamagedRecordException(
                        file, "format " + format + " is not known, only " + RunRecord.FORMAT + " is");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw new DamagedRecordException(file, "can not be read: " + e.getMessage());
        }
    }

    /** The arms that were run, by label: --arm may have left some of the scenario's out. */
    public List<String> arms() {
        List<String> arms = new ArrayList<>();
        head().at("/scenario_as_understood/arms").forEach(arm -> arms.add(arm.asText()));
        return arms;
    }

    /** Every trial, in order. */
    public List<TrialRecord> trials() {
        try (Stream<Path> folders = Files.list(path.resolve("trials"))) {
            return folders.sorted().map(TrialDirectory::read).toList();
        } catch (IOException e) {
            throw new DamagedRecordException(path.resolve("trials"), "can not be read: " + e.getMessage());
        }
    }

    public String labText() {
        return text(LAB);
    }

    public String scenarioText() {
        return text(SCENARIO);
    }

    private String text(String fileName) {
        Path file = path.resolve(fileName);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new DamagedRecordException(file, "can not be read: " + e.getMessage());
        }
    }

    static DamagedRecordException damaged(Path file, JsonProcessingException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        return new DamagedRecordException(file, line, e.getOriginalMessage());
    }
}
