package io.pilab.lab;

import java.util.regex.Pattern;

/**
 * One of the treatments that a scenario compares, by its name.
 *
 * @param name one word, as in the trial's folder {@code 01-mptcp}; a cell of a sweep has its values after a dot
 */
public record Arm(String name, Protocol protocol) {
    /** What a name is made of: it reaches file names and command lines on hosts. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

    /** The name of an arm in a record, whose sweep has given it more words. */
    public static final Pattern RECORDED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** The arms that have their protocol's name, and change nothing. */
    public static final Arm MPTCP = of(Protocol.MPTCP);

    public static final Arm TCP = of(Protocol.TCP);

    public Arm {
        Names.check(RECORDED, "arm", name);
    }

    /** The arm that has its protocol's name and changes nothing. */
    public static Arm of(Protocol protocol) {
        return new Arm(protocol.label(), protocol);
    }

    /** Whether it is the named one, or a cell of its sweep. */
    public boolean is(String wanted) {
        return name.equals(wanted) || name.startsWith(wanted + ".");
    }
}
