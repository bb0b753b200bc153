package io.pilab.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Gives namespaces another congestion control than the machine's default. The kernel lets a namespace take only what
 * {@code tcp_allowed_congestion_control} of the machine allows, often its default and reno. So the requested one is allowed
 * during the change. A namespace keeps its setting afterwards.
 *
 * @param settings {@code /proc/sys/net/ipv4}
 */
record CongestionControl(Processes processes, Path settings) {
    /** Another rig may withdraw its own permission while this one needs it. */
    private static final int ATTEMPTS = 5;

    static CongestionControl ofMachine(Processes processes) {
        return new CongestionControl(processes, Path.of("/proc/sys/net/ipv4"));
    }

    /** Runs the commands that set it. They fail where it is not allowed. */
    void set(String name, List<LocalCommand> commands) {
        requireAvailable(name);
        for (int attempt = 1; ; attempt++) {
            try {
                allowed(name, commands);
                return;
            } catch (RigException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void allowed(String name, List<LocalCommand> commands) {
        String before = read("tcp_allowed_congestion_control");
        if (words(before).contains(name)) {
            ParallelTasks.each(commands, processes::must);
            return;
        }
        allow(before + " " + name);
        try {
            ParallelTasks.each(commands, processes::must);
        } finally {
            allow(before);
        }
    }

    private void requireAvailable(String name) {
        if (!words(read("tcp_available_congestion_control")).contains(name)) {
            processes.loadModule("tcp_" + name);
            String available = read("tcp_available_congestion_control");
            if (!words(available).contains(name)) {
                throw new RigException(
                        RigException.RigFailure.NOT_SUPPORTED,
                        "not supported here: the running kernel has no congestion control '" + name + "', only "
                                + String.join(", ", words(available)) + "; change rig.congestion_control in lab.yaml");
            }
        }
    }

    private String read(String setting) {
        try {
            return Files.readString(settings.resolve(setting)).strip();
        } catch (IOException e) {
            throw new RigException(RigException.RigFailure.BROKEN, "cannot read " + settings.resolve(setting), e);
        }
    }

    private void allow(String names) {
        Path file = settings.resolve("tcp_allowed_congestion_control");
        try {
            Files.writeString(file, names);
        } catch (IOException e) {
            throw new RigException(
                    RigException.RigFailure.NOT_SUPPORTED, "not supported here: cannot write " + file + ": " + e, e);
        }
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" "));
    }
}
