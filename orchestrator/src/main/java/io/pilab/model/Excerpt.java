package io.pilab.model;

/** What somebody else said, short enough to be quoted in a text of ours. */
public final class Excerpt {
    private static final int MOST = 200;

    private Excerpt() {}

    /** Its first 200 characters. */
    public static String of(String text) {
        String plain = text.strip();
        return plain.length() <= MOST ? plain : plain.substring(0, MOST) + "...";
    }
}
