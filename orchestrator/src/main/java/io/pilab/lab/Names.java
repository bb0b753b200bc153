package io.pilab.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The allowed characters of names from files, since names reach file names and command lines on hosts. */
public final class Names {
    /** A lab's, host's or scenario's name: letters, digits, dot, dash, underscore; 32 characters at most. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

    /** An interface's name as Linux allows it, without characters that a shell or a path could misread; 15 characters at most. */
    public static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,14}");

    /** A user name that Linux can create. Virtual hosts have no others. */
    public static final Pattern POSIX_USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

    static final String USER_TEXT = "[A-Za-z0-9._@+$][A-Za-z0-9._@+$-]{0,63}(?:\\\\[A-Za-z0-9._@+$-]{1,64})?";

    /** A login name: OpenSSH's characters as far as directory services use them, with a domain before a backslash or after an at sign. */
    public static final Pattern USER = Pattern.compile(USER_TEXT);

    /** The form of a login name, for error texts. */
    public static final String USER_FORM = "a login name of letters, digits and . _ - @ + $, such as pi or CORP\\jdoe";

    private static final ClassValue<String> KINDS = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        }
    };

    private Names() {}

    static String check(Pattern allowed, String what, String value) {
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + value + "' does not match " + allowed.pattern());
        }
        return value;
    }

    /** The records that a sealed interface permits, with those of a sealed interface in it, in their order. */
    public static <T> Stream<Class<? extends T>> permitted(Class<T> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(type -> type.<T>asSubclass(sealed))
                .flatMap(type -> type.isSealed() ? permitted(type) : Stream.of(type));
    }

    /** The name of a type in files and records: its class name in kebab case, {@code link-down}. */
    public static String kind(Class<?> type) {
        return KINDS.get(type);
    }
}
