package io.pilab.host;

import java.util.UUID;

/**
 * Who asks for a host, in words that reach its lock file.
 *
 * @param owner {@code user@controller}
 * @param run what it is for
 * @param token what tells its holder from everybody else; with it the lock may be taken again at once
 */
public record LockOwner(String owner, String run, String token) {
    private static final int LONGEST = 100;

    public LockOwner {
        owner = word(owner);
        run = word(run);
        token = word(token);
    }

    /** With a token of its own. */
    public LockOwner(String owner, String run) {
        this(owner, run, UUID.randomUUID().toString().replace("-", ""));
    }

    /** What lock.sh takes: letters, digits and some signs, the first one no sign. */
    private static String word(String text) {
        String word = text.replaceAll("[^A-Za-z0-9._@:+-]", "-");
        String begun = word.matches("[A-Za-z0-9].*") ? word : "x" + word;
        return begun.substring(0, Math.min(LONGEST, begun.length()));
    }
}
