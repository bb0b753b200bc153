package io.pilab.cli;

import java.util.List;
import java.util.Optional;

/** How to start pilab again in another process. */
final class Launcher {
    /** The main class of this JVM's command line, which {@link #words} starts. */
    static final String MAIN = "io.pilab.cli.Main";

    private Launcher() {}

    /** The launcher that started this process, if known. Otherwise this JVM and jar. */
    static List<String> words() {
        Optional<String> launcher = Optional.ofNullable(Environment.variables().get("PILAB_LAUNCHER"));
        return launcher.map(List::of)
                .orElseGet(() -> List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN));
    }
}
