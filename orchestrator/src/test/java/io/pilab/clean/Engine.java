package io.pilab.clean;

import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;

/** The container engine that dev/engine started, or the one that DOCKER_HOST names. */
public final class Engine {
    /** Its library tells of each step of each container; referred to here, since loggers are forgotten otherwise. */
    private static final List<Logger> TALK = List.of(Logger.getLogger("org.testcontainers"), Logger.getLogger("tc"));

    private Engine() {}

    /** Skips the test where there is none and says why; with PILAB_CONTAINERS=required it fails instead. */
    public static void need() {
        TALK.forEach(logger -> logger.setLevel(Level.SEVERE));
        if (variable("DOCKER_HOST").isPresent()) {
            return;
        }
        String reason = "there is no container engine: "
                + variable("PILAB_NO_ENGINE").orElse("DOCKER_HOST is not set; start the tests with dev/engine");
        if (variable("PILAB_CONTAINERS").equals(Optional.of("required"))) {
            fail(reason);
        }
        System.err.println("skipped, " + reason);
        Assumptions.abort(reason);
    }

    /** Goes before a command that shall meet the containers: the engine may have a network namespace of its own. */
    public static List<String> inside() {
        return variable("PILAB_ENGINE_NAMESPACE")
                .map(file -> List.of("nsenter", "--net=" + file))
                .orElseGet(List::of);
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }
}
