package io.pilab.endings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.endings.TryResult.Verdict;
import io.pilab.rig.TestingRig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The first tries of one seed; {@code dev/bench endings} makes as many as one wants. */
@ResourceLock(TestingRig.HERE)
class RandomEndingsIT {
    private static final long SEED = 35;
    private static final int TRIES = 8;

    @TempDir
    private Path folder;

    @Test
    void theHostsAreAsBeforeOrTheCureWorks() throws Exception {
        RandomEndings tries = new RandomEndings(
                folder, EndingsRig.pilab(EndingsRig.CLASS_PATH), SEED, result -> System.out.println(result.line()));
        List<TryResult> results =
                tries.run(IntStream.rangeClosed(1, TRIES).boxed().toList(), TRIES);
        assertThat(results).hasSize(TRIES);
        assertThat(results)
                .filteredOn(result -> result.verdict() == Verdict.FAILED)
                .extracting(TryResult::line)
                .isEmpty();
    }
}
