package io.pilab.report;

import io.pilab.fault.LinkDown;
import io.pilab.lab.Role;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Treatment;
import java.time.Duration;
import java.util.List;

/**
 * What the blog post that pilab repeats reports of its demo (https://netbeez.net/blog/testing-mptcp-with-iperf3/). It
 * measured whole seconds, at the sender.
 */
final class BlogFigures {
    static final String MEAN_TCP = "937.0";

    /** Of the mean rates, 837 to 937. */
    static final String RATIO = "0.89";

    /** Seconds from the fault within which the blog saw full speed again. */
    static final double BACK_WITHIN = 2;

    /** With MPTCP and the fault: the rate before it is the median of its three seconds, as in a trial of ours. */
    static final List<String> MPTCP = List.of("924.0", "288.0", "31%", "-", "within 2", "837.0", "256");

    /** Plain TCP without the fault, which the blog did not repeat with it. */
    static final List<String> TCP = List.of(MEAN_TCP, "-", "-", "-", "-", MEAN_TCP, "-");

    private static final Duration DURATION = Duration.ofSeconds(10);
    private static final Duration FAULT = Duration.ofSeconds(3);

    private BlogFigures() {}

    /** Whether an arm does what that demo did: ten seconds of traffic, and an interface of the client down for good at the third. */
    static boolean concern(Treatment treatment) {
        List<TimedFault> faults = treatment.timeline().faults();
        return treatment.traffic().duration().equals(DURATION)
                && faults.size() == 1
                && faults.get(0).fault() instanceof LinkDown
                && faults.get(0).on() == Role.CLIENT
                && faults.get(0).at().equals(FAULT)
                && faults.get(0).holdFor().isEmpty();
    }
}
