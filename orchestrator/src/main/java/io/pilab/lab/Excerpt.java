package io.pilab.lab;

/** What somebody else said, short enough to be quoted in a text of ours. */
public final class Excerpt {
    private static final int MOST = 200;

    private Excerpt() {}

    /** Its first 200 characters, on one line. */
    public static String of(String text) {
        return of(text, MOST);
    }

    /** Likewise, so many characters. */
    public static String of(String text, int most) {
        String cut = text.length() <= 2 * most ? text : text.substring(0, 2 * most);
        String plain = cut.strip().replaceAll("\\R+", " ");
        return plain.length() <= most && cut.length() == text.length()
                ? plain
                : plain.substring(0, Math.min(most, plain.length())) + "...";
    }
}
