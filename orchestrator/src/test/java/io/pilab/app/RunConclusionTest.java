package io.pilab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.progress.RunEvent;
import io.pilab.progress.RunListeners;
import io.pilab.record.NotRestored;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.store.RunDirectory;
import io.pilab.testing.TestingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConclusionTest {
    private static final NotRestored KEPT = new NotRestored("client", List.of("wlan0: down"), false);

    private final List<RunEvent> told = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void aHostThatIsNotRestoredIsToldBeforeAnythingIsJudged() {
        RunOutcome outcome = conclude(run(), List.of(KEPT), () -> {
            assertThat(told).containsExactly(new RunEvent.RunEnded(List.of(KEPT)));
            throw new IllegalStateException("boom");
        });

        assertThat(outcome.notRestored()).containsExactly(KEPT);
        assertThat(outcome.judged()).isEmpty();
        assertThat(outcome.remarks())
                .singleElement()
                .asString()
                .startsWith("the run cannot be judged: internal error: java.lang.IllegalStateException: boom\n");
    }

    @Test
    void anAnalysisThatCrashesSaysWhereItsRecordIs() {
        RunDirectory run = run();

        RunOutcome outcome = conclude(run, List.of(), () -> {
            throw new IllegalStateException("boom");
        });

        assertThat(outcome.judged()).isEmpty();
        assertThat(outcome.remarks()).singleElement().asString().contains("Its record is in " + run.path());
    }

    @Test
    void aResultThatCannotBeStoredChangesNoVerdict() throws IOException {
        RunDirectory run = run();
        Files.move(run.path(), folder.resolve("gone"));

        RunOutcome outcome = conclude(run, List.of(), TestingRun::trials);

        assertThat(outcome.judged().orElseThrow().result().outcome()).isEqualTo(Outcome.PASS);
        assertThat(outcome.remarks())
                .contains("result.json is not stored: cannot write "
                        + run.path().resolve("result.json") + ": there is no such file\n  pilab show " + run.name()
                        + " makes it again.")
                .anyMatch(remark -> remark.startsWith("intervals.csv is not stored"));
    }

    private RunDirectory run() {
        return RunDirectory.create(folder, Instant.EPOCH, "test");
    }

    private RunOutcome conclude(RunDirectory run, List<NotRestored> hosts, Supplier<List<TrialRecord>> trials) {
        return new RunConclusion(TestingRun.head(), TestingRun.scenario(), run)
                .conclude(new RunListeners(List.of(told::add)), trials, hosts, false);
    }
}
