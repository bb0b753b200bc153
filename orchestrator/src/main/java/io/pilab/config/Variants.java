package io.pilab.config;

import io.pilab.lab.Names;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The records that a sealed interface permits, by their names in files. */
final class Variants {
    private Variants() {}

    /** {@code LinkDown} by {@code link-down}, and so on, in the order of {@code permits}. */
    static <T> Map<String, Class<? extends T>> of(Class<T> sealed) {
        Map<String, Class<? extends T>> variants = new LinkedHashMap<>();
        Names.permitted(sealed).forEach(type -> variants.put(kebab(type.getSimpleName()), type));
        return variants;
    }

    /** {@code link-down} for {@code LinkDown}, {@code hold-for} for {@code holdFor}. */
    static String kebab(String javaName) {
        return javaName.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
