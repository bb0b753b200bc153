package io.pilab.remote;

/** A script on a host failed: host, command, exit code, its last words, cure. */
public final class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The scripts' exit code for "not supported here". */
    private static final int NOT_SUPPORTED = 4;

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
        String said = stderr.lines().filter(l -> !l.startsWith("+ ")).reduce("", (a, b) -> a + "\n  " + b);
        return said.isBlank() ? "" : ":" + said;
    }
}
