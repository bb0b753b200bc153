package io.pilab.record;

import java.util.List;
import java.util.Map;

/**
 * The head of a run: the contents of run.json besides the two files as understood.
 *
 * @param format changes when a key changes its meaning; from 2 on, lab and scenario can be read back; from 3 on, arms have names of their own
 * @param started ISO 8601, UTC
 * @param hosts the hosts' reports of themselves, by name
 * @param clockOffsets seconds by which each host's clock is ahead of the controller's, by name
 */
public record RunRecord(
        int format,
        String run,
        String scenario,
        String lab,
        String pilabVersion,
        String commit,
        List<String> commandLine,
        String started,
        Map<String, HostFacts> hosts,
        Map<String, Double> clockOffsets,
        List<String> plan) {
    /** The format that is written. */
    public static final int FORMAT = 3;

    /** The earliest format that is read. */
    public static final int FIRST_FORMAT = 1;
}
