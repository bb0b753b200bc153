package io.pilab.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * A run on disk (docs/record-format.md). Files are whole or not there, and a failure is an UncheckedIOException. What grows
 * while a run goes on fails nobody: see {@link #appendToJournal} and {@link TrialDirectory#trouble}.
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
    private static final Pattern TRIAL_NAME = Pattern.compile("\\d{1,6}-[a-z]{1,20}");

    private final Path path;
    private final AppendedFile journal;

    private RunDirectory(Path path) {
        this.path = path;
        this.journal = new AppendedFile(path.resolve(JOURNAL), false);
    }

    /** Makes {@code <runs>/<time>-<scenario>-<4 hex digits>/}. */
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

    /** Opens a run; throws DamagedRecordException when there is none. */
    public static RunDirectory open(Path path) {
        if (!RecordFile.exists(path.resolve(RUN)) && !RecordFile.exists(path.resolve(TRIALS))) {
            throw new DamagedRecordException(
                    path, "it has neither run.json nor trials, so it is not the record of a run");
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

    /** Stores what lets this machine, should the run's process be gone, go on with its hosts at once. */
    public void storeLock(String token) {
        AtomicFile.write(path.resolve(LOCK), bootOfThisMachine() + " " + token + "\n");
    }

    /** The token of a process of this machine that is gone and may still hold the hosts; empty where that is not certain. */
    public Optional<String> lockLeft() {
        Path file = path.resolve(LOCK);
        if (isRunning() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String[] words = RecordFile.text(file).strip().split(" ");
        boolean ours = words.length == 2 && !words[0].isEmpty() && words[0].equals(bootOfThisMachine());
        return ours && TOKEN.matcher(words[1]).matches() ? Optional.of(words[1]) : Optional.empty();
    }

    /** Which machine this is, and since which of its starts (proc_sys_kernel(5)). */
    private static String bootOfThisMachine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown-" + UUID.randomUUID();
        }
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

    /** Whether it has a file of that name. */
    public boolean has(String fileName) {
        return RecordFile.exists(path.resolve(fileName));
    }

    /** Appends a line to journal.jsonl; why it could not be written, which is tried again with the next one. */
    public Optional<String> appendToJournal(String line) {
        journal.append((line + "\n").getBytes(StandardCharsets.UTF_8));
        return journal.settle();
    }

    /** Begins a trial; its number counts from 1. */
    public TrialDirectory beginTrial(int number, String arm, TrialRecord.Path way) {
        String folder = String.format(Locale.ROOT, "%02d-%s", number, arm);
        return TrialDirectory.begin(path.resolve(TRIALS).resolve(folder), number, arm, way);
    }

    /** Begins the record of a trial that was cut off anew. */
    public TrialDirectory resumeTrial(String folder) {
        return TrialDirectory.resume(trialFolder(folder));
    }

    /** The hosts' state before a trial, as JSON by name; empty when it had not been captured. */
    public Map<String, String> stateBefore(String folder) {
        return TrialDirectory.stateBefore(trialFolder(folder));
    }

    /** One to write in, or to believe: it lies in this record itself. */
    private Path trialFolder(String name) {
        Path folder = path.resolve(TRIALS).resolve(name);
        if (!RecordFile.isFolder(path.resolve(TRIALS)) || !RecordFile.isFolder(folder)) {
            throw new DamagedRecordException(folder, "it is not a folder of this record");
        }
        return folder;
    }

    /** The trial during which the run was cut off. */
    public Optional<TrialRecord> cutOff() {
        return trials().stream().filter(TrialDirectory::cutOff).findFirst();
    }

    /** How many trials of each arm were asked for: --repeat may have changed the scenario's own. */
    public int repeat() {
        return head().repeat();
    }

    /** The head of the run, as far as it can be read: see {@link #damage}. */
    public RunRecord run() {
        return head().run();
    }

    /** The arms that were run, by label: --arm may have left some of the scenario's out; none when it is not known. */
    public List<String> arms() {
        return head().arms();
    }

    /** The lab as the run understood it; empty: a record of format 1, which has the file's copy alone, or it cannot be read. */
    public Optional<Lab> lab() {
        return head().lab();
    }

    /** The scenario as it was run, on the same terms. */
    public Optional<Scenario> scenario() {
        return head().scenario();
    }

    /** What of the run cannot be read, and what is lost with it; damage to a trial is that trial's problem. */
    public List<String> damage() {
        List<String> damage = new ArrayList<>(head().damage());
        if (!RecordFile.isFolder(path.resolve(TRIALS))) {
            damage.add(path.resolve(TRIALS) + ": there is no such folder. Lost: every trial.");
        }
        return damage;
    }

    private RunFile head() {
        return RunFile.read(path.resolve(RUN), name());
    }

    /** Every trial, in order. What lies among them and is none is passed over. */
    public List<TrialRecord> trials() {
        Path folder = path.resolve(TRIALS);
        if (!RecordFile.isFolder(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(
                            e -> TRIAL_NAME.matcher(e.getFileName().toString()).matches())
                    .map(TrialDirectory::read)
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
