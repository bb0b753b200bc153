package io.pilab.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this machine and this user can run a rig at all. The plan tries what the links need. */
record Machine(Processes processes, Path proc) {
    static Machine ours(Processes processes) {
        return new Machine(processes, Path.of("/proc"));
    }

    /** @throws RigException with the cure, when the user is not root */
    void requireRoot(String command) {
        if (!isRoot()) {
            throw new RigException(
                    RigException.RigFailure.NOT_SUPPORTED,
                    "the virtual rig makes network namespaces and mounts, which needs root: sudo " + command);
        }
    }

    private boolean isRoot() {
        try {
            return Files.readAllLines(proc.resolve("self/status")).stream()
                    .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException e) {
            throw new RigException(
                    RigException.RigFailure.NOT_SUPPORTED, "the virtual rig needs Linux and its /proc", e);
        }
    }

    /** @throws RigException naming what the kernel lacks */
    void requireKernel() {
        if (!Files.exists(proc.resolve("sys/net/mptcp/enabled"))) {
            throw lacking("MPTCP (CONFIG_MPTCP)", "boot a kernel of 5.6 or newer that has it, as Debian's do");
        }
        if (!hasOverlay()) {
            processes.loadModule("overlay");
            if (!hasOverlay()) {
                throw lacking("overlay mounts (CONFIG_OVERLAY_FS)", "boot a kernel that has them, as Debian's do");
            }
        }
    }

    private boolean hasOverlay() {
        try {
            return Files.readAllLines(proc.resolve("filesystems")).contains("nodev\toverlay");
        } catch (IOException e) {
            return false;
        }
    }

    private static RigException lacking(String feature, String cure) {
        return new RigException(
                RigException.RigFailure.NOT_SUPPORTED,
                "not supported here: the running kernel has no " + feature + "; " + cure);
    }
}
