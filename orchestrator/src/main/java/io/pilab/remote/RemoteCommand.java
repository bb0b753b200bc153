package io.pilab.remote;

import java.time.Duration;
import java.util.List;

/**
 * A command for a host.
 *
 * @param words program and arguments, unquoted
 * @param asRoot run through {@code sudo} unless the login user is root
 * @param input what it reads from standard input
 * @param timeout after which it is given up
 * @param outputLimit bytes of standard output, and as many of standard error, before it is given up
 */
public record RemoteCommand(List<String> words, boolean asRoot, byte[] input, Duration timeout, int outputLimit) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OUTPUT_LIMIT = 8 << 20;

    public RemoteCommand {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command has at least one word");
        }
    }

    /** A command of the login user, with the usual limits (30 s, 8 MiB). */
    public static RemoteCommand of(String... words) {
        return new RemoteCommand(List.of(words), false, new byte[0], TIMEOUT, OUTPUT_LIMIT);
    }

    public static RemoteCommand of(List<String> words) {
        return new RemoteCommand(words, false, new byte[0], TIMEOUT, OUTPUT_LIMIT);
    }

    public RemoteCommand root() {
        return new RemoteCommand(words, true, input, timeout, outputLimit);
    }

    public RemoteCommand input(byte[] bytes) {
        return new RemoteCommand(words, asRoot, bytes, timeout, outputLimit);
    }

    public RemoteCommand timeout(Duration limit) {
        return new RemoteCommand(words, asRoot, input, limit, outputLimit);
    }
}
