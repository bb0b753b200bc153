package io.pilab.rig;

import java.util.List;

/** Commands that may run in parallel, after those of the previous phase. */
record Phase(String name, List<Command> commands) {
    Phase {
        commands = List.copyOf(commands);
    }
}
