package io.pilab.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Jump hosts as {@code ssh -J} takes them: {@code [user@]host[:port]}, several with commas, or {@code none}. */
public final class JumpHosts {
    /** The accepted form, for error texts. */
    public static final String FORM =
            "[user@]host[:port] (an IPv6 address in brackets), at most 8 of them with commas in between, or none";

    private static final String NONE = "none";
    private static final int MOST = 8;

    private static final String USER = "(?:(" + Names.USER_TEXT + ")@)?";
    private static final String HOST =
            "(?:\\[([0-9A-Za-z:.]{1,253}(?:%[A-Za-z0-9._-]{1,15})?)]|([A-Za-z0-9][A-Za-z0-9._-]{0,252}))";
    private static final String PORT =
            "(?::([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}" + "|655[0-2][0-9]|6553[0-5]))?";
    private static final Pattern ONE = Pattern.compile(USER + HOST + PORT);

    private JumpHosts() {}

    /** The jump hosts, first hop first. An empty list for {@code none}, and no value for an invalid text. */
    public static Optional<List<SshTarget>> parse(String text) {
        if (text.equals(NONE)) {
            return Optional.of(List.of());
        }
        List<Optional<SshTarget>> hops =
                Arrays.stream(text.split(",", -1)).map(JumpHosts::one).toList();
        return hops.size() > MOST || hops.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(hops.stream().map(Optional::orElseThrow).toList());
    }

    public static String text(List<SshTarget> hops) {
        return hops.isEmpty() ? NONE : hops.stream().map(SshTarget::toString).collect(Collectors.joining(","));
    }

    private static Optional<SshTarget> one(String text) {
        Matcher parts = ONE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(new SshTarget(
                Optional.ofNullable(parts.group(2)).orElse(parts.group(3)),
                Optional.ofNullable(parts.group(4)).map(Integer::valueOf),
                Optional.ofNullable(parts.group(1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }
}
