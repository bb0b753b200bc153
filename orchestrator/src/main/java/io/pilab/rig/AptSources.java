package io.pilab.rig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the Debian mirror in apt's configuration; sources.list(5) describes both formats. */
final class AptSources {
    private AptSources() {}

    /**
     * The mirror of the main archive.
     *
     * @param oneLine texts in the one-line format
     * @param deb822 texts in the deb822 format
     */
    static Optional<String> mirror(List<String> oneLine, List<String> deb822) {
        List<String> uris = new ArrayList<>();
        deb822.forEach(text -> uris.addAll(stanzas(text)));
        oneLine.forEach(text -> uris.addAll(lines(text)));
        return uris.stream()
                .map(uri -> uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri)
                .filter(uri -> uri.startsWith("http://") || uri.startsWith("https://"))
                .filter(uri -> uri.endsWith("/debian"))
                .findFirst();
    }

    private static List<String> lines(String text) {
        List<String> uris = new ArrayList<>();
        for (String line : text.lines().toList()) {
            List<String> words = words(line.replaceFirst("#.*", "").replaceFirst("\\[[^]]*\\]", " "));
            if (words.size() >= 3 && words.get(0).equals("deb") && archive(words.subList(2, 3))) {
                uris.add(words.get(1));
            }
        }
        return uris;
    }

    private static List<String> stanzas(String text) {
        List<String> uris = new ArrayList<>();
        String plain = text.replaceAll("(?m)^#.*\\n?", "");
        for (String stanza : plain.split("\\n[ \\t]*\\n")) {
            Map<String, String> fields = fields(stanza);
            boolean enabled = !fields.getOrDefault("enabled", "yes").matches("no|false|0|off|disable|without");
            if (enabled
                    && words(fields.getOrDefault("types", "")).contains("deb")
                    && archive(words(fields.getOrDefault("suites", "")))) {
                uris.addAll(words(fields.getOrDefault("uris", "")));
            }
        }
        return uris;
    }

    private static Map<String, String> fields(String stanza) {
        Map<String, String> fields = new HashMap<>();
        String name = "";
        for (String line : stanza.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.merge(name, line, (old, more) -> old + " " + more);
            } else if (colon > 0) {
                name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                fields.put(name, line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private static boolean archive(List<String> suites) {
        return suites.stream().anyMatch(suite -> !suite.contains("security"));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
