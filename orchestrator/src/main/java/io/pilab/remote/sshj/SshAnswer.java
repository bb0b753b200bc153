package io.pilab.remote.sshj;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The output of {@code ssh -G}: a keyword in lower case and its value on each line, several lines for some. */
record SshAnswer(Map<String, List<String>> values) {
    static SshAnswer parse(String text) {
        Map<String, List<String>> values = new TreeMap<>();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                values.computeIfAbsent(line.substring(0, space), key -> new ArrayList<>())
                        .add(line.substring(space + 1).strip());
            }
        });
        return new SshAnswer(values);
    }

    List<String> all(String keyword) {
        return values.getOrDefault(keyword, List.of());
    }

    Optional<String> one(String keyword) {
        return all(keyword).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** The values that differ from OpenSSH's own, which another answer holds. */
    List<String> set(String keyword, SshAnswer defaults) {
        return all(keyword).equals(defaults.all(keyword)) ? List.of() : all(keyword);
    }
}
