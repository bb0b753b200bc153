package io.pilab.endings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whom a random try strikes. */
enum Victim {
    CONTROLLER("controller", ""),
    EXPERIMENT("experiment", shell("experiment[.]sh run")),
    TIMELINE("timeline", shell("timeline[.]sh")),
    DEADMAN("dead man's switch", shell("deadman[.]sh timer")),
    RESTORE("restore", shell("restore[.]sh")),
    SSHD("sshd", "sshd.*"),
    ALL("all of pilab's processes", ".*/run/pilab/.*"),
    HOST("host", "");

    final String label;

    /** Their commands, a pattern; empty where it is no process of a host. */
    private final String command;

    Victim(String label, String command) {
        this.label = label;
        this.command = command;
    }

    /** The shell that runs a script, and not whatever started it. */
    private static String shell(String words) {
        return "(\\S*/)?sh \\S*/" + words + " .*";
    }

    /** Which of a host's processes are meant: the outermost one that runs a script, or all of pilab's with what they started. */
    List<Integer> among(List<HostProcess> processes, Act act) {
        List<Integer> found = new ArrayList<>();
        Set<Integer> ours = new HashSet<>();
        for (HostProcess process : processes) { // parents come before their children
            boolean below = ours.contains(process.parent());
            if ((!command.isEmpty() && process.command().matches(command)) || (this == ALL && below)) {
                ours.add(process.pid());
                if (this == ALL || this == SSHD || !below) {
                    found.add(process.pid());
                }
            }
        }
        if (this == SSHD && act.seconds == 0) {
            found.removeIf(pid -> isListener(processes, pid)); // a host's first process ends with it
        }
        return found;
    }

    private static boolean isListener(List<HostProcess> processes, int pid) {
        return processes.stream().anyMatch(process -> process.pid() == pid && process.parent() == 1);
    }
}
