package io.pilab.record;

import java.util.List;
import java.util.Map;

/**
 * The head of a run: what run.json holds besides the two files as understood.
 *
 * @param format changes when a key changes its meaning; lab and scenario can be read back from 2 on
 * @param started ISO 8601, UTC
 * @param hosts what each host said of itself, by name
 * @param clockOffsets seconds that each host's clock is ahead of the controller's, by name
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
    /** What is written. */
    public static final int FORMAT = 2;

    /** The earliest one that is read. */
    public static final int FIRST_FORMAT = 1;
}
