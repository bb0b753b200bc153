package io.pilab.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.Arm;
import io.pilab.testing.TestingLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, which {@code sudo pilab} is. */
class RecordFolderIT {
    private static final int SOMEBODY = 12345;

    @TempDir
    private Path folder;

    @Test
    void whatRootMakesInSomebodysFolderIsTheirs() throws IOException {
        Files.setAttribute(folder, "unix:uid", SOMEBODY);
        Files.setAttribute(folder, "unix:gid", SOMEBODY);

        RunDirectory run = RunDirectory.create(folder.resolve("a/runs"), Instant.EPOCH, "s");
        run.storeFiles("lab: x\n", "scenario: s\n");
        run.storeLock("t0ken");
        run.appendToJournal("{}");
        try (RunningMark mark = run.running()) {
            run.beginTrial(1, Arm.MPTCP, TestingLab.OVER_ETH0)
                    .appendRaw("client", "traffic.jsonl", "x\n".getBytes(StandardCharsets.UTF_8));
            assertThat(all(folder))
                    .hasSizeGreaterThan(13)
                    .allSatisfy(path -> assertThat(
                                    List.of(Files.getAttribute(path, "unix:uid"), Files.getAttribute(path, "unix:gid")))
                            .as(path.toString())
                            .containsExactly(SOMEBODY, SOMEBODY));
        }
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        }
    }
}
