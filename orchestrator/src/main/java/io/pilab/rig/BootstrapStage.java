package io.pilab.rig;

import java.util.Arrays;
import java.util.Optional;

/** The progress of debootstrap, by the lines that it prints. */
enum BootstrapStage {
    RETRIEVING("downloading the packages"),
    EXTRACTING("extracting the essential ones"),
    UNPACKING("unpacking"),
    CONFIGURING("configuring");

    private final String label;

    BootstrapStage(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The stage that a line such as {@code I: Retrieving libc6 2.42} belongs to. */
    static Optional<BootstrapStage> of(String line) {
        return Arrays.stream(values())
                .filter(stage -> line.startsWith("I: " + stage.name().charAt(0)
                        + stage.name().substring(1).toLowerCase(java.util.Locale.ROOT) + " "))
                .findFirst();
    }
}
