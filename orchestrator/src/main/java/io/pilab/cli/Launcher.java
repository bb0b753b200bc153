package io.pilab.cli;

import java.util.List;
import java.util.Optional;

/** How to start pilab once more, in another process. */
final class Launcher {
    private Launcher() {}

    /** The launcher that started us, if it told; else this JVM and jar. */
    static List<String> words() {
        Optional<String> launcher = Optional.ofNullable(System.getenv("PILAB_LAUNCHER"));
        return launcher.map(List::of)
                .orElseGet(() -> List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName()));
    }
}
