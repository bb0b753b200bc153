package io.pilab.lab;

/** A text from outside, cut short so that it can be quoted in a message. */
public final class Excerpt {
    private static final int MOST = 200;

    private Excerpt() {}

    /** Its first 200 characters, on one line. */
    public static String of(String text) {
        return of(text, MOST);
    }

    /** Its first characters, on one line. */
    public static String of(String text, int most) {
        String cut = text.length() <= 2 * most ? text : text.substring(0, 2 * most);
        String plain = cut.strip().replaceAll("\\R+", " ");
        return plain.length() <= most && cut.length() == text.length()
                ? plain
                : plain.substring(0, Math.min(most, plain.length())) + "...";
    }
}
