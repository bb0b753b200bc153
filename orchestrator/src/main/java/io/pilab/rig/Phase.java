package io.pilab.rig;

import java.util.List;

/** Commands that may run side by side, after those of the phase before. */
record Phase(String name, List<Command> commands) {
    Phase {
        commands = List.copyOf(commands);
    }
}
