package io.pilab.rig;

import java.util.List;

/** Commands that may run in parallel, after those of the previous phase. */
record CommandPhase(String name, List<LocalCommand> commands) {
    CommandPhase {
        commands = List.copyOf(commands);
    }
}
