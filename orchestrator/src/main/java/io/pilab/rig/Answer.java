package io.pilab.rig;

import java.util.List;

/** The exit code and output of a command on this machine. */
record Answer(int exitCode, String output, String error) {
    boolean succeeded() {
        return exitCode == 0;
    }

    List<String> lines() {
        return output.lines().toList();
    }
}
