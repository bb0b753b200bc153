package io.pilab.endings;

import io.pilab.plan.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whom a random try strikes. */
enum Victim {
    CONTROLLER("controller", Phase.VERIFY, ""),
    EXPERIMENT("experiment", Phase.COLLECT, shell("experiment[.]sh run")),
    TIMELINE("timeline", Phase.MEASURE, shell("timeline[.]sh")),
    DEADMAN("dead man's switch", Phase.VERIFY, shell("deadman[.]sh timer")),
    RESTORE("restore", Phase.VERIFY, shell("restore[.]sh")),
    SSHD("sshd", Phase.VERIFY, "sshd.*"),
    ALL("all of pilab's processes", Phase.VERIFY, ".*/run/pilab/.*"),
    HOST("host", Phase.VERIFY, "");

    final String label;

    /** After which it is there no more. */
    final Phase last;

    /** Their commands, a pattern; empty where it is no process of a host. */
    private final String command;

    Victim(String label, Phase last, String command) {
        this.label = label;
        this.last = last;
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
