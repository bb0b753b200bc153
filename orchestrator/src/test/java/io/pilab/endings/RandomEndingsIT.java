package io.pilab.endings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.endings.TryResult.Verdict;
import io.pilab.rig.TestingRig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The first tries of one seed, and those that have failed before; {@code dev/bench endings} makes as many as one wants. */
@ResourceLock(TestingRig.HERE)
class RandomEndingsIT {
    private static final long SEED = 1;

    /** 138, 200, 445, 473: half a capture stayed. 210: monitors outlived a share that could not fork. */
    private static final List<Integer> TRIES = List.of(1, 2, 3, 138, 200, 210, 445, 473);

    @TempDir
    private Path folder;

    @Test
    void theHostsAreAsBeforeOrTheCureWorks() throws Exception {
        RandomEndings tries = new RandomEndings(
                folder, EndingsRig.pilab(EndingsRig.CLASS_PATH), SEED, result -> System.out.println(result.line()));
        List<TryResult> results = tries.run(TRIES, TRIES.size());
        assertThat(results).hasSameSizeAs(TRIES);
        assertThat(results)
                .filteredOn(result -> result.verdict() == Verdict.FAILED)
                .extracting(TryResult::line)
                .isEmpty();
    }
}
