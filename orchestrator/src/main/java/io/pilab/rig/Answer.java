package io.pilab.rig;

import java.util.List;

/** How a command on this machine ended, with what it printed. */
record Answer(int exitCode, String output, String error) {
    boolean succeeded() {
        return exitCode == 0;
    }

    List<String> lines() {
        return output.lines().toList();
    }
}
