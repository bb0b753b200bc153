package io.pilab.cli;

import picocli.CommandLine.Option;

/** What every command takes that changes hosts: each of them is locked first. */
final class LockOption {
    @Option(names = "--steal", description = "Take over hosts locked by someone else. Make sure their run has ended.")
    boolean steal;
}
