package io.pilab.endings;

import java.util.Arrays;
import java.util.List;

/** What is done to the victim of a random try, and taken back after a while. */
enum Act {
    KILL("kill -9", "KILL", 0),
    TERM("TERM", "TERM", 0),
    STOP_30("STOP 30 s", "STOP", 30),
    STOP_100("STOP 100 s", "STOP", 100),
    CUT_20("cut 20 s", Trouble.CUT, 20),
    CUT_100("cut 100 s", Trouble.CUT, 100),
    RUN_FULL("/run full", Trouble.RUN_FULL, -1),
    ROOT_FULL("/ full", Trouble.ROOT_FULL, -1),
    NO_FORK_20("no fork 20 s", Trouble.NO_FORK, 20),
    NO_FORK_100("no fork 100 s", Trouble.NO_FORK, 100),
    REBOOT("reboot", Trouble.REBOOT, 0);

    static final List<Act> OF_HOSTS =
            Arrays.stream(values()).filter(act -> act.signal.isEmpty()).toList();

    final String label;

    /** What processes are sent; empty for what is done to a host. */
    final String signal;

    /** What is done to a host; nothing with what is done to processes. */
    final Trouble trouble;

    /** How long it lasts; less than nothing: until its consequences have been looked at. */
    final int seconds;

    Act(String label, String signal, int seconds) {
        this(label, signal, Trouble.NONE, seconds);
    }

    Act(String label, Trouble trouble, int seconds) {
        this(label, "", trouble, seconds);
    }

    Act(String label, String signal, Trouble trouble, int seconds) {
        this.label = label;
        this.signal = signal;
        this.trouble = trouble;
        this.seconds = seconds;
    }
}
