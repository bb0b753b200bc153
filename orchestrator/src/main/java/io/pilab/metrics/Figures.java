package io.pilab.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a reader wants them, the same in every locale. MB is 10^6 bytes, Mbit/s 10^6 bits per second. */
public final class Figures {
    private static final double MILLION = 1e6;

    private Figures() {}

    public static String fixed(double value, int decimals) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .toPlainString()
                : String.valueOf(value);
    }

    /** A time to the millisecond: {@code 3.004 s}. */
    public static String seconds(double seconds) {
        return fixed(seconds, 3) + " s";
    }

    /** A duration as its bounds tell it: {@code 0.58 to 0.80 s}. */
    public static String bounds(Bounds bounds) {
        return fixed(bounds.low(), 2) + " to " + fixed(bounds.high(), 2) + " s";
    }

    public static String megabits(double bitsPerSecond) {
        return fixed(bitsPerSecond / MILLION, 1) + " Mbit/s";
    }

    public static String megabytes(double bytes) {
        return fixed(bytes / MILLION, 1) + " MB";
    }

    /** As short as it gets: {@code 2}, {@code 0.1}, {@code 2.5}. */
    public static String plain(double value) {
        BigDecimal short3 =
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return short3.toPlainString();
    }

    /** A signed deviation in whole milliseconds: {@code +4 ms}. */
    public static String deviation(double seconds) {
        return String.format(Locale.ROOT, "%+d ms", Math.round(seconds * 1000));
    }

    /** What a value is uncertain by, in whole milliseconds and never less than it is. */
    public static String uncertainty(double seconds) {
        return "±" + (long) Math.ceil(seconds * 1000 - 1e-6) + " ms";
    }
}
