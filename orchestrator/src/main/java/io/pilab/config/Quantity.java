package io.pilab.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with a unit as in files: {@code 3s}, {@code 200mbit}, {@code 90%}. Units are decimal, as in tc(8). Each reader
 * returns nothing for an invalid text.
 */
final class Quantity {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)([a-z%]+)");
    private static final Map<String, BigDecimal> MILLISECONDS = units("ms", "1", "s", "1000", "m", "60000");
    private static final Map<String, BigDecimal> BITS =
            units("bit", "1", "kbit", "1000", "mbit", "1000000", "gbit", "1000000000");
    private static final Map<String, BigDecimal> PERCENT = units("%", "1");

    private Quantity() {}

    /** {@code 3s}, {@code 500ms}, {@code 2m}, {@code 1.5s}, to the millisecond. */
    static Optional<Duration> duration(String text) {
        return read(text, MILLISECONDS).flatMap(Quantity::whole).map(Duration::ofMillis);
    }

    /** {@code 200mbit}, {@code 1gbit}, {@code 9.6kbit}: whole bits per second, at least 1. */
    static Optional<Long> rate(String text) {
        return read(text, BITS).flatMap(Quantity::whole).filter(bits -> bits > 0);
    }

    /** {@code 90%}, {@code 0.5%}: 0 to 100. */
    static Optional<Double> percent(String text) {
        return read(text, PERCENT).map(BigDecimal::doubleValue).filter(percent -> percent <= 100);
    }

    /** A duration as in a file: {@code 10s}, {@code 1.5s}. */
    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }

    private static Optional<BigDecimal> read(String text, Map<String, BigDecimal> units) {
        Matcher form = FORM.matcher(text);
        return form.matches() && units.containsKey(form.group(2))
                ? Optional.of(new BigDecimal(form.group(1)).multiply(units.get(form.group(2))))
                : Optional.empty();
    }

    private static Optional<Long> whole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 ? Optional.of(number.longValueExact()) : Optional.empty();
    }

    private static Map<String, BigDecimal> units(String... namesAndFactors) {
        Map<String, BigDecimal> units = new LinkedHashMap<>();
        for (int i = 0; i < namesAndFactors.length; i += 2) {
            units.put(namesAndFactors[i], new BigDecimal(namesAndFactors[i + 1]));
        }
        return units;
    }
}
