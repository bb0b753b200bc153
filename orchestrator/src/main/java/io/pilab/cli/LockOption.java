package io.pilab.cli;

import picocli.CommandLine.Option;

/** The option of every command that changes hosts, and locks each of them first. */
final class LockOption {
    @Option(names = "--steal", description = "Take over hosts locked by someone else. Make sure their run has ended.")
    boolean steal;
}
