package io.pilab.remote;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command for a host.
 *
 * @param words program and arguments, unquoted
 * @param asRoot run through {@code sudo} unless the login user is root
 * @param input what it reads from standard input
 * @param timeout after which it is given up
 * @param outputLimit bytes of standard output, and as many of standard error; a command that writes more is ended
 */
public record RemoteCommand(List<String> words, boolean asRoot, byte[] input, Duration timeout, int outputLimit) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OUTPUT_LIMIT = 4 << 20;
    private static final int LABEL = 40;

    public RemoteCommand {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command has at least one word");
        }
    }

    /** A command of the login user, with the usual limits (30 s, 4 MiB). */
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

    /** A short form for people: the program without its folder, and the first characters of its arguments. */
    public String label() {
        String text = words.stream()
                .skip(
                        words.size() > 1
                                        && words.get(0).equals("sh")
                                        && words.get(1).startsWith("/")
                                ? 1
                                : 0)
                .map(word -> word.startsWith("/") ? word.substring(word.lastIndexOf('/') + 1) : word)
                .collect(Collectors.joining(" "));
        return text.substring(0, Math.min(text.length(), LABEL));
    }
}
