package io.pilab.lab;

import java.util.regex.Pattern;

/**
 * An IPv4 address with its prefix length, as in {@code 172.31.0.133/24}.
 *
 * @param ip dotted quad
 * @param prefixLength 0 to 32
 */
public record InterfaceAddress(String ip, int prefixLength) {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** A dotted quad. */
    public static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    public InterfaceAddress {
        Names.check(IPV4, "address", ip);
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is not between 0 and 32");
        }
    }

    /** Reads {@code a.b.c.d/n}; throws IllegalArgumentException on anything else. */
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,2}")) {
            throw new IllegalArgumentException("address '" + text + "' is not of the form 172.31.0.133/24");
        }
        return new InterfaceAddress(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
    }

    /** The network that the address lies in, as in {@code 172.31.0.0/24}. */
    public String network() {
        long mask = prefixLength == 0 ? 0 : (0xffffffffL << (32 - prefixLength)) & 0xffffffffL;
        long net = bits() & mask;
        return (net >> 24) + "." + ((net >> 16) & 255) + "." + ((net >> 8) & 255) + "." + (net & 255) + "/"
                + prefixLength;
    }

    /** Whether another address lies in this one's network. */
    public boolean reaches(InterfaceAddress other) {
        return new InterfaceAddress(other.ip, prefixLength).network().equals(network());
    }

    private long bits() {
        long value = 0;
        for (String octet : ip.split("\\.")) {
            value = value * 256 + Integer.parseInt(octet);
        }
        return value;
    }

    @Override
    public String toString() {
        return ip + "/" + prefixLength;
    }
}
