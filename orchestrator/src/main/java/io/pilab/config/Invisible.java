package io.pilab.config;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds characters that look like a space or like nothing, as web pages and word processors leave them in text. */
final class Invisible {
    private static final Pattern ONE = Pattern.compile("[\\p{Zs}\\p{Zl}\\p{Zp}\\p{Cf}&&[^ ]]");

    private Invisible() {}

    /** The first invisible character, such as {@code <U+00A0>}. */
    static Optional<String> first(String text) {
        return ONE.matcher(text).results().findFirst().map(Invisible::name);
    }

    /** The text with a name instead of each. */
    static String shown(String text) {
        return ONE.matcher(text).replaceAll(Invisible::name);
    }

    private static String name(MatchResult found) {
        return String.format("<U+%04X>", found.group().codePointAt(0));
    }
}
