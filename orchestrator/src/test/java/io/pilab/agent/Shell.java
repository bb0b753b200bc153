package io.pilab.agent;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The shells that the scripts have to work under. */
enum Shell {
    DASH("dash"),
    BUSYBOX("busybox sh");

    private final String commandLine;

    Shell(String commandLine) {
        this.commandLine = commandLine;
    }

    /** The words that run a script; fails when the shell is not installed, since a skipped shell proves nothing. */
    List<String> words() {
        List<String> words = List.of(commandLine.split(" "));
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, words.get(0))));
        if (!there) {
            throw new IllegalStateException(words.get(0) + " is not installed; try: apt-get install " + words.get(0));
        }
        return words;
    }
}
