package io.pilab.spool;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The files that a host writes in the course of a trial; there are no others. spool.sh has the same list. */
public enum SpoolFile {
    /** The agent's log first: it knows t = 0. */
    AGENT("jsonl"),
    TRAFFIC("jsonl"),
    MPTCP("txt"),
    LINK("txt"),
    COUNTERS("jsonl"),
    NETSTAT_BEFORE("txt"),
    NETSTAT_AFTER("txt"),
    TRAFFIC_ERRORS("err"),
    MPTCP_ERRORS("err"),
    LINK_ERRORS("err"),
    SAMPLER_ERRORS("err"),
    TIMELINE_ERRORS("err"),
    RUNNER_ERRORS("err");

    private static final long MOST_ERRORS = 256 << 10;
    private static final long MOST_DATA = 4 << 20;

    /** A tool with several streams that reports ten times a second writes half of it. */
    private static final long MOST_A_SECOND = 16 << 10;

    private final boolean errors;
    private final String fileName;

    SpoolFile(String ending) {
        errors = ending.equals("err");
        fileName = name().toLowerCase(Locale.ROOT).replace("_errors", "").replace('_', '-') + "." + ending;
    }

    public static Optional<SpoolFile> named(String fileName) {
        return Arrays.stream(values()).filter(f -> f.fileName.equals(fileName)).findFirst();
    }

    public String fileName() {
        return fileName;
    }

    /** Whether it holds what a program complained about, and nothing that a verdict needs. */
    public boolean errors() {
        return errors;
    }

    /** Bytes that are read of it at the most, in a trial whose traffic may take {@code limit}. */
    public long most(Duration limit) {
        return errors ? MOST_ERRORS : MOST_DATA + MOST_A_SECOND * limit.toSeconds();
    }
}
