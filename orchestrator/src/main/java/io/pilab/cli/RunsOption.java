package io.pilab.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The folder of run directories. */
final class RunsOption {
    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "The folder of run directories (default: PILAB_RUNS, else ./runs).")
    private Optional<Path> runs;

    Path folder() {
        return runs.or(() -> Optional.ofNullable(Environment.variables().get("PILAB_RUNS"))
                        .map(Path::of))
                .orElse(Path.of("runs"));
    }
}
