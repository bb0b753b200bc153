package io.pilab.remote;

import io.pilab.lab.Excerpt;
import java.util.List;

/** A script on a host failed. The message has the host, the command, the exit code, its last output and the cure. */
public final class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The scripts' exit code for "not supported here". */
    private static final int NOT_SUPPORTED = 4;

    private static final int MOST_LINES = 20;

    /** Characters of a line. */
    private static final int MOST = 1000;

    private final String host;
    private final int exitCode;

    AgentException(String host, String command, int exitCode, String stderr, String cure) {
        super(host + ": " + command + " exited " + exitCode + lastWords(stderr)
                + (cure.isEmpty() ? "" : "\n  " + cure));
        this.host = host;
        this.exitCode = exitCode;
    }

    public String host() {
        return host;
    }

    public boolean notSupported() {
        return exitCode == NOT_SUPPORTED;
    }

    private static String lastWords(String stderr) {
        List<String> said =
                stderr.lines().filter(l -> !l.startsWith("+ ") && !l.isBlank()).toList();
        StringBuilder words = new StringBuilder(said.isEmpty() ? "" : ":");
        said.stream()
                .skip(Math.max(0, said.size() - MOST_LINES))
                .forEach(line -> words.append("\n  ").append(Excerpt.of(line, MOST)));
        return words.toString();
    }
}
