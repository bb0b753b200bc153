package io.pilab.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of every command that works on a lab. */
class CommonOptions extends OutputOptions {
    @Option(
            names = {"-f", "--lab"},
            paramLabel = "FILE",
            description = "The lab file (default: ${DEFAULT-VALUE}).",
            defaultValue = "lab.yaml")
    Path lab;
}
