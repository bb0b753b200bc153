package io.pilab.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The root of a command line, which knows the screen of its commands. */
interface ScreenOwner {
    Screen screen();

    /** The screen of the command line that a command is part of. */
    static Screen of(CommandSpec spec) {
        return Optional.of(spec.root().userObject())
                .filter(ScreenOwner.class::isInstance)
                .map(root -> ((ScreenOwner) root).screen())
                .orElseGet(() -> Screen.plain(spec.commandLine().getErr()));
    }
}
