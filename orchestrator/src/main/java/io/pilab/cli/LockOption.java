package io.pilab.cli;

import picocli.CommandLine.Option;

/** What every command takes that changes hosts: each of them is locked first. */
final class LockOption {
    @Option(
            names = "--steal",
            description = "Take hosts over from whoever holds their lock; know that it is not at work any more.")
    boolean steal;
}
