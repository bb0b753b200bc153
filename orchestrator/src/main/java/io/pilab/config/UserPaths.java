package io.pilab.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Resolves paths in a lab file: {@code ~} is the user's home, and relative paths start at the file's folder. */
record UserPaths(Path labFile, Map<String, String> environment) {
    Optional<Path> read(Value value) {
        return value.text().flatMap(text -> {
            if (text.isEmpty() || text.indexOf('\0') >= 0) {
                return value.expects("a path");
            }
            if (text.startsWith("~") && !text.equals("~") && !text.startsWith("~/")) {
                return value.problem("only ~/ is known, not another user's home; write the path in full");
            }
            return Optional.of(labFile.resolveSibling(expanded(text)));
        });
    }

    /** The path in an environment variable, if it is set. */
    Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isEmpty())
                .map(text -> Path.of(expanded(text)));
    }

    private String expanded(String text) {
        if (!text.equals("~") && !text.startsWith("~/")) {
            return text;
        }
        return environment.getOrDefault("HOME", System.getProperty("user.home")) + text.substring(1);
    }
}
