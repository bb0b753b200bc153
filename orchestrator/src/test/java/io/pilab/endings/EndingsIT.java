package io.pilab.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pilab.endings.Cell.Outcome;
import io.pilab.fault.Fault;
import io.pilab.lab.Host;
import io.pilab.lab.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault and every way in which its trial can end: the hosts are as before, no later than their dead-man's deadline. */
@Isolated
class EndingsIT {
    @TempDir
    private static Path folder;

    private static final Map<Ending, Map<String, Outcome>> OUTCOMES = new EnumMap<>(Ending.class);

    /** What no host here can do, by the fault that needs it: the probe's words. */
    private static final Map<String, String> LACKING = new TreeMap<>();

    static Stream<Arguments> cells() {
        return Ending.lanes().stream()
                .flatMap(List::stream)
                .flatMap(ending -> FaultRow.ALL.stream().map(row -> Arguments.of(ending, row.kind())));
    }

    @BeforeAll
    static void runAll() throws Exception {
        int lanes = Ending.lanes().size();
        List<FaultRow> rows = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            rows.addAll(FaultRow.ALL);
        }
        try (EndingsRig rig = EndingsRig.up(folder, "endings", rows)) {
            lacking(rig);
            ExecutorService threads = Executors.newFixedThreadPool(lanes);
            List<Future<?>> running = new ArrayList<>();
            for (int lane = 0; lane < lanes; lane++) {
                int number = lane;
                running.add(threads.submit(() -> runLane(rig, number)));
            }
            try {
                for (Future<?> lane : running) {
                    lane.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
        System.out.print(MatrixTable.of(OUTCOMES, LACKING));
    }

    private static void lacking(EndingsRig rig) {
        Map<String, Object> abilities = rig.abilities("c0");
        Host client = rig.lab.pairs().get(0).client();
        FaultRow.ALL.forEach(row -> row.fault().needs(client).forEach(need -> {
            Object said = abilities.get(need.ability());
            if (said != null) {
                LACKING.put(row.kind(), need.description() + ": " + said);
            }
        }));
    }

    private static Void runLane(EndingsRig rig, int lane) throws Exception {
        int first = lane * FaultRow.ALL.size();
        List<FaultRow> rows = new ArrayList<>();
        List<Pair> pairs = new ArrayList<Pair>();
        for (int i = 0; i < FaultRow.ALL.size(); i++) {
            if (!LACKING.containsKey(FaultRow.ALL.get(i).kind())) {
                rows.add(FaultRow.ALL.get(i));
                pairs.add(rig.lab.pairs().get(first + i));
            }
        }
        for (Ending ending : Ending.lanes().get(lane)) {
            long begun = System.nanoTime();
            Wave wave = new Wave(rig, ending, Files.createDirectories(folder.resolve(ending.name())), rows, pairs);
            Map<String, Outcome> outcomes = wave.run();
            synchronized (OUTCOMES) {
                OUTCOMES.put(ending, outcomes);
            }
            System.out.printf("%s: %.0f s%n", ending.label, (System.nanoTime() - begun) / 1e9);
        }
        return null;
    }

    @ParameterizedTest(name = "{1}, {0}")
    @MethodSource("cells")
    void theHostsAreAsBefore(Ending ending, String fault) {
        assumeTrue(!LACKING.containsKey(fault), () -> "this kernel has no " + LACKING.get(fault));
        assertThat(OUTCOMES.get(ending).get(fault).problem()).isEmpty();
    }

    @Test
    void everyFaultHasItsRow() {
        assertThat(FaultRow.ALL.stream().map(FaultRow::kind))
                .containsExactlyElementsOf(Arrays.stream(Fault.class.getPermittedSubclasses())
                        .map(type -> type.getSimpleName()
                                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                                .toLowerCase(java.util.Locale.ROOT))
                        .toList());
    }
}
