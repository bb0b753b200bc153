package io.pilab.endings;

import io.pilab.endings.TryResult.Verdict;
import io.pilab.rig.TestingRig;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Random tries, some at a time, each on a rig of its own. */
final class RandomEndings {
    private final Path folder;
    private final List<String> pilab;
    private final long seed;
    private final Consumer<TryResult> told;
    private final List<TryResult> results = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * @param folder takes what failing tries left
     * @param pilab the words that start it
     * @param told hears of each try when it is over
     */
    RandomEndings(Path folder, List<String> pilab, long seed, Consumer<TryResult> told) {
        this.folder = folder;
        this.pilab = pilab;
        this.seed = seed;
        this.told = told;
    }

    /** All those numbers, the results in their order. */
    List<TryResult> run(List<Integer> numbers, int jobs) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try {
            List<Callable<Void>> lanes = new ArrayList<>();
            for (int lane = 0; lane < jobs; lane++) {
                int number = lane;
                lanes.add(() -> runLane(number, numbers, next));
            }
            for (Future<Void> lane : threads.invokeAll(lanes)) {
                lane.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return results.stream()
                .sorted(Comparator.comparingInt(result -> result.draw().number()))
                .toList();
    }

    int over() {
        return results.size();
    }

    int underWay() {
        return underWay.get();
    }

    long failed() {
        synchronized (results) {
            return results.stream().filter(r -> r.verdict() == Verdict.FAILED).count();
        }
    }

    private Void runLane(int lane, List<Integer> numbers, AtomicInteger next) throws IOException {
        Path place = Files.createDirectories(folder.resolve("rig-" + lane));
        try (TryRig rig = new TryRig(place, TestingRig.name("random" + lane), pilab)) {
            List<String> kinds = kinds(rig);
            for (int i = next.getAndIncrement(); i < numbers.size(); i = next.getAndIncrement()) {
                underWay.incrementAndGet();
                TryResult result = run(rig, RandomTry.draw(seed, numbers.get(i), kinds));
                results.add(result);
                underWay.decrementAndGet();
                told.accept(result);
            }
        }
        delete(place);
        return null;
    }

    /** The faults that hosts on this machine can make. */
    static List<String> kinds(TryRig rig) {
        var abilities = rig.rig.abilities("client");
        var client = rig.rig.lab.pairs().get(0).client();
        return FaultRow.ALL.stream()
                .filter(row ->
                        row.fault().needs(client).stream().allMatch(need -> abilities.get(need.ability()) == null))
                .map(FaultRow::kind)
                .collect(Collectors.toList());
    }

    private TryResult run(TryRig rig, RandomTry draw) throws IOException {
        Path place = Files.createDirectories(folder.resolve("try-" + draw.number()));
        TryResult result;
        try {
            result = new TryRun(rig, draw, place).run();
        } catch (IOException | RuntimeException | AssertionError e) {
            result = TryResult.broken(draw, e);
        }
        if (result.verdict() == Verdict.FAILED) {
            Files.writeString(place.resolve("result.txt"), result.line() + "\n");
        } else {
            delete(place);
        }
        return result;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException e) throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
