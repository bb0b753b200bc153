package io.pilab.endings;

import io.pilab.endings.Cell.Outcome;
import io.pilab.lab.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One ending for every fault at the same time, each on a pair of its own. */
final class Wave {
    private final EndingsRig rig;
    private final Ending ending;
    private final Path folder;
    private final List<Cell> cells = new ArrayList<>();
    private final Phaser allFaults;
    private final Map<String, Process> controllers = new ConcurrentHashMap<>();
    private final Semaphore preparing;
    private boolean signalled;

    /** @param pairs one for each row, in the same order */
    Wave(EndingsRig rig, Ending ending, Path folder, List<FaultRow> rows, List<Pair> pairs) {
        this.rig = rig;
        this.ending = ending;
        this.folder = folder;
        for (int i = 0; i < rows.size(); i++) {
            cells.add(new Cell(rig, this, rows.get(i), pairs.get(i)));
        }
        cells.sort(Comparator.comparing(cell -> !cell.row().restarts())); // its dead-man is the last to expire
        allFaults = new Phaser(cells.size());
        preparing = new Semaphore(ending.atOnce);
    }

    Ending ending() {
        return ending;
    }

    /** Each fault's outcome, by its kind. */
    Map<String, Outcome> run() throws Exception {
        Files.createDirectories(folder);
        Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(cells.size());
        try {
            each(threads, cell -> cell.begin(folder));
            if (!ending.alone()) {
                start(cells);
            }
            each(threads, cell -> outcomes.put(cell.row().kind(), outcome(cell)));
            each(threads, cell -> ending.tidy(rig, cell));
            endControllers();
            free();
        } finally {
            threads.shutdownNow();
            controllers.values().forEach(Process::destroyForcibly);
        }
        return outcomes;
    }

    private interface Step {
        void take(Cell cell);
    }

    private void each(ExecutorService threads, Step step) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        cells.forEach(cell -> tasks.add(() -> {
            step.take(cell);
            return null;
        }));
        for (Future<Void> done : threads.invokeAll(tasks)) {
            done.get();
        }
    }

    private Outcome outcome(Cell cell) {
        try {
            if (ending.alone()) {
                preparing.acquireUninterruptibly();
                start(List.of(cell));
            }
            return cell.run();
        } catch (IOException | RuntimeException | AssertionError e) {
            allFaults.arriveAndDeregister();
            preparing.release();
            return new Outcome(0, "no trial: " + e + "; its controller says: " + log(cell));
        }
    }

    /** The cell's fault is there: another trial may prepare. */
    void prepared(Cell cell) {
        if (ending.alone()) {
            preparing.release();
        }
    }

    /** Whether the controller of a cell has ended. */
    boolean over(Cell cell) {
        return Files.exists(folder.resolve(cell.client() + ".code"))
                || !controllers.get(cell.client()).isAlive();
    }

    private String log(Cell cell) {
        try {
            return Files.readString(folder.resolve(cell.client() + ".log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** One process for all of them. */
    private void start(List<Cell> together) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                EndingsRig.CLASS_PATH,
                Controllers.class.getName(),
                rig.labFile.toString(),
                folder.toString(),
                "" + ending.atOnce));
        together.forEach(cell -> words.add(cell.client()));
        Path said = folder.resolve("controllers-" + together.get(0).client() + ".txt");
        Process process = rig.atController(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        together.forEach(cell -> controllers.put(cell.client(), process));
    }

    /** To the controller of a cell; where all share one, once every cell that gets as far has come here. */
    void signal(Cell cell, String signal) {
        if (!ending.alone()) {
            allFaults.arriveAndAwaitAdvance();
        }
        signalOnce(controllers.get(cell.client()), signal);
    }

    private synchronized void signalOnce(Process process, String signal) {
        if (ending.alone() || !signalled) {
            signalled = true;
            EndingsRig.demand(EndingsRig.run(new ProcessBuilder("kill", "-" + signal, "" + process.pid())));
        }
    }

    private void endControllers() throws InterruptedException {
        for (Process process : controllers.values()) {
            if (!process.waitFor(150, TimeUnit.SECONDS)) {
                throw new AssertionError(ending + ": the controllers do not end");
            }
        }
    }

    /** As an operator would, after a controller that died; a second time there is nothing to do. */
    private void free() {
        List<String> words = new ArrayList<>(EndingsRig.pilab(EndingsRig.CLASS_PATH));
        words.addAll(List.of("restore", "--steal", "-f", rig.labFile.toString()));
        cells.forEach(cell -> words.addAll(cell.hosts()));
        EndingsRig.demand(rig.controller(words.toArray(String[]::new)));
        cells.forEach(cell -> cell.hosts()
                .forEach(host -> EndingsRig.demand(rig.in(host, "rm -rf /run/pilab/runs /run/pilab/deadman"))));
    }
}
