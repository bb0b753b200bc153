package io.pilab.endings;

import io.pilab.endings.TryResult.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What {@code dev/bench endings} runs; see there. */
public final class RandomEndingsBench {
    private RandomEndingsBench() {}

    /** The folder, the first try's number, the last one's, the seed, the jobs, and 1 where somebody looks on. */
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Path folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        int first = Integer.parseInt(arguments[1]);
        int last = Integer.parseInt(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        boolean watched = arguments[5].equals("1");
        List<String> pilab = EndingsRig.pilab(System.getProperty("java.class.path"));
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(folder.resolve("tries.jsonl")), true)) {
            RandomEndings bench = new RandomEndings(folder, pilab, seed, result -> {
                lines.println(result.json(seed));
                System.err.println((watched ? "\r\033[K" : "") + result.line());
            });
            Thread progress = new Thread(() -> tell(bench, last - first + 1), "progress");
            progress.setDaemon(true);
            if (watched) {
                progress.start();
            }
            long begun = System.nanoTime();
            double busy = busySeconds();
            List<TryResult> results =
                    bench.run(IntStream.rangeClosed(first, last).boxed().toList(), Integer.parseInt(arguments[4]));
            summary(results, seed, folder, (System.nanoTime() - begun) / 1e9, busySeconds() - busy);
            System.exit(bench.failed() == 0 ? 0 : 1);
        }
    }

    private static void tell(RandomEndings bench, int all) {
        for (long begun = System.nanoTime(); ; TryRig.pause(1000)) {
            long seconds = (System.nanoTime() - begun) / 1_000_000_000;
            System.err.printf(
                    "\r\033[K%d of %d tries over, %d under way, %d failed, %d:%02d",
                    bench.over(), all, bench.underWay(), bench.failed(), seconds / 60, seconds % 60);
        }
    }

    private static void summary(List<TryResult> results, long seed, Path folder, double seconds, double busy) {
        System.out.print("\n" + RandomTable.of(results));
        System.out.printf(
                "%nseed %d: %d tries, %s; %.1f s elapsed and %.1f s of CPU a try%n",
                seed,
                results.size(),
                List.of(Verdict.values()).stream()
                        .map(verdict -> results.stream()
                                        .filter(result -> result.verdict() == verdict)
                                        .count()
                                + " " + verdict.label)
                        .collect(Collectors.joining(", ")),
                seconds / results.size(),
                busy / results.size());
        results.stream()
                .filter(result -> result.verdict() == Verdict.FAILED)
                .forEach(result -> System.out.printf(
                        "%s%n  what it left: %s%n  again: dev/bench endings --seed %d --only %d%n",
                        result.line(),
                        folder.resolve("try-" + result.draw().number()),
                        seed,
                        result.draw().number()));
    }

    /** Of all of the machine's processors since it booted: rather too much than too little. */
    private static double busySeconds() throws IOException {
        String[] ticks = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
        return IntStream.of(1, 2, 3, 6, 7)
                        .mapToLong(i -> Long.parseLong(ticks[i]))
                        .sum()
                / 100.0;
    }
}
