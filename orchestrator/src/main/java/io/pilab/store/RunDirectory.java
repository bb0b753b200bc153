package io.pilab.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.lab.Arm;
import io.pilab.lab.Lab;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run on disk (docs/record-format.md). Files are whole or absent, and a failure is an UncheckedIOException. Appending to
 * growing files never fails: see {@link #appendToJournal} and {@link TrialDirectory#trouble}.
 */
public final class RunDirectory {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String RUN = "run.json";
    private static final String JOURNAL = "journal.jsonl";
    private static final String LOCK = "lock";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{1,100}");
    private static final String LAB = "lab.yaml";
    private static final String SCENARIO = "scenario.yaml";
    private static final String TRIALS = "trials";

    /** {@code 01-mptcp}. */
    private static final Pattern TRIAL_NAME = Pattern.compile("\\d{1,6}-" + Arm.RECORDED.pattern());

    private final Path path;
    private final AppendedFile journal;
    private Optional<RunFile> head = Optional.empty();

    private RunDirectory(Path path) {
        this.path = path;
        this.journal = new AppendedFile(path.resolve(JOURNAL), false);
    }

    /** Creates {@code <runs>/<time>-<scenario>-<4 hex digits>/}. */
    public static RunDirectory create(Path runs, Instant started, String scenario) {
        try {
            RecordFolder.makeAll(runs);
            Path path;
            do {
                String id = String.format(Locale.ROOT, "%04x", RANDOM.nextInt(0x10000));
                path = runs.resolve(TIME.format(started) + "-" + scenario + "-" + id);
            } while (!made(path));
            RecordFolder.make(path.resolve(TRIALS));
            return new RunDirectory(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a run directory in " + runs + ": " + RecordFile.reason(e), e);
        }
    }

    private static boolean made(Path path) throws IOException {
        try {
            RecordFolder.make(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Opens a run. Throws DamagedRecordException when there is none. */
    public static RunDirectory open(Path path) {
        if (!RecordFile.exists(path.resolve(RUN)) && !RecordFile.exists(path.resolve(TRIALS))) {
            throw new DamagedRecordException(
                    path, "it has neither run.json nor trials, so it is not the record of a run");
        }
        return new RunDirectory(path);
    }

    /** The name of the folder and of the run. */
    public String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    public Path path() {
        return path;
    }

    /** Marks the run as in progress until the result is closed. */
    public RunningMark running() {
        return RunningMark.set(path);
    }

    /** Whether the process of the run is still alive. */
    public boolean isRunning() {
        return RunningMark.isSet(path);
    }

    /** Stores a token with which this machine can take over the run's hosts at once after the process has died. */
    public void storeLock(String token) {
        AtomicFile.write(path.resolve(LOCK), bootOfThisMachine() + " " + token + "\n");
    }

    /** The token of a dead process of this machine that may still hold the hosts' locks. Empty unless certain. */
    public Optional<String> lockLeft() {
        Path file = path.resolve(LOCK);
        if (isRunning() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String[] words = RecordFile.text(file).strip().split(" ");
        boolean ours = words.length == 2 && !words[0].isEmpty() && words[0].equals(bootOfThisMachine());
        return ours && TOKEN.matcher(words[1]).matches() ? Optional.of(words[1]) : Optional.empty();
    }

    /** Identifies this machine and its last start (proc_sys_kernel(5)). */
    private static String bootOfThisMachine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown-" + UUID.randomUUID();
        }
    }

    /** Stores copies of both files as they were read. */
    public void storeFiles(String labText, String scenarioText) {
        AtomicFile.write(path.resolve(LAB), labText);
        AtomicFile.write(path.resolve(SCENARIO), scenarioText);
    }

    /** Stores run.json: the head of the run and both files as understood. Replaces an earlier one. */
    public void storeRun(RunRecord run, Lab lab, Scenario scenario) {
        ObjectNode json = RecordJson.FILES.valueToTree(run);
        json.set("lab_as_understood", RecordJson.FILES.valueToTree(lab));
        json.set("scenario_as_understood", RecordJson.FILES.valueToTree(scenario));
        store(RUN, RecordJson.pretty(json));
        head = Optional.empty();
    }

    /** Stores a file derived from the record: result.json, intervals.csv, ... */
    public void store(String fileName, String text) {
        AtomicFile.write(path.resolve(fileName), text);
    }

    /** Whether it has a file of that name. */
    public boolean has(String fileName) {
        return RecordFile.exists(path.resolve(fileName));
    }

    /** Appends a line to journal.jsonl. Returns why it could not be written; it is tried again with the next line. */
    public Optional<String> appendToJournal(String line) {
        journal.append((line + "\n").getBytes(StandardCharsets.UTF_8));
        return journal.settle();
    }

    /** Begins a trial. Numbers count from 1. */
    public TrialDirectory beginTrial(int number, Arm arm, TrialRecord.Path way) {
        String folder = String.format(Locale.ROOT, "%02d-%s", number, arm.name());
        return TrialDirectory.begin(path.resolve(TRIALS).resolve(folder), number, arm, way);
    }

    /** Begins the record of a cut-off trial again. */
    public TrialDirectory resumeTrial(String folder) {
        return TrialDirectory.resume(trialFolder(folder));
    }

    /** The hosts' state before a trial, as JSON by name. Empty when it was not captured. */
    public Map<String, String> stateBefore(String folder) {
        return TrialDirectory.stateBefore(trialFolder(folder));
    }

    /** A trial's folder, which must lie in this record itself and be no link. */
    private Path trialFolder(String name) {
        Path folder = path.resolve(TRIALS).resolve(name);
        if (!RecordFile.isFolder(path.resolve(TRIALS)) || !RecordFile.isFolder(folder)) {
            throw new DamagedRecordException(folder, "it is not a folder of this record");
        }
        return folder;
    }

    /** The trial during which the run of these trials was cut off. */
    public static Optional<TrialRecord> cutOff(List<TrialRecord> trials) {
        return trials.stream().filter(TrialDirectory::cutOff).findFirst();
    }

    /** Trials per arm. --repeat may have replaced the scenario's own. */
    public int repeat() {
        return head().repeat();
    }

    /** The readable part of the run's head: see {@link #damage}. */
    public RunRecord run() {
        return head().run();
    }

    /** The arms of the run. --arm may have left out some of the scenario's. Empty when unknown. */
    public List<Arm> arms() {
        return head().arms();
    }

    /** The lab as the run understood it. Empty for a record of format 1, which has only a copy of the file, or when unreadable. */
    public Optional<Lab> lab() {
        return head().lab();
    }

    /** The scenario as the run understood it. Empty for the same reasons. */
    public Optional<Scenario> scenario() {
        return head().scenario();
    }

    /** What of the run cannot be read, and what is lost with it. Damage to a trial is that trial's problem. */
    public List<String> damage() {
        List<String> damage = new ArrayList<>(head().damage());
        if (!RecordFile.isFolder(path.resolve(TRIALS))) {
            damage.add(path.resolve(TRIALS) + ": there is no such folder. Lost: every trial.");
        }
        return damage;
    }

    private RunFile head() {
        RunFile read = head.orElseGet(() -> RunFile.read(path.resolve(RUN), name()));
        head = Optional.of(read);
        return read;
    }

    /** Every trial, in order. Other files and folders among them are ignored. */
    public List<TrialRecord> trials() {
        Path folder = path.resolve(TRIALS);
        if (!RecordFile.isFolder(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> folders = entries.filter(
                            e -> TRIAL_NAME.matcher(e.getFileName().toString()).matches())
                    .toList();
            List<Arm> arms = arms();
            return folders.parallelStream()
                    .map(trial -> TrialDirectory.read(trial, arms))
                    .sorted(Comparator.comparingInt(TrialRecord::number))
                    .toList();
        } catch (IOException e) {
            throw RecordFile.unreadable(folder, e);
        }
    }

    public String labText() {
        return text(LAB);
    }

    public String scenarioText() {
        return text(SCENARIO);
    }

    private String text(String fileName) {
        return RecordFile.text(path.resolve(fileName));
    }
}
