package io.pilab.remote.sshj;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths of ssh_config, of which {@code ssh -G} leaves some unexpanded. Source: ssh_config(5), TOKENS. */
record SshPaths(Map<Character, String> tokens, Function<String, Optional<String>> environment) {
    private static final Pattern TOKEN = Pattern.compile("%(.)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final String HOME = System.getProperty("user.home");

    /** Expands the paths that ssh reports for an address. */
    static SshPaths of(String address, SshAnswer answer, Function<String, Optional<String>> environment) {
        String hostName = answer.one("hostname").orElse(address);
        return new SshPaths(
                Map.of(
                        '%',
                        "%",
                        'd',
                        HOME,
                        'h',
                        hostName,
                        'n',
                        address,
                        'k',
                        answer.one("hostkeyalias").orElse(address),
                        'p',
                        answer.one("port").orElse("22"),
                        'r',
                        answer.one("user").orElse(""),
                        'u',
                        System.getProperty("user.name")),
                environment);
    }

    /** Without {@code none}, and without /dev/null, which means that nothing is kept. */
    List<Path> all(List<String> texts) {
        return texts.stream()
                .filter(text -> !text.equals("none") && !text.equals("/dev/null"))
                .map(text -> Path.of(expand(text)))
                .toList();
    }

    String expand(String text) {
        String home = text.equals("~") || text.startsWith("~/") ? HOME + text.substring(1) : text;
        return TOKEN.matcher(home)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) != null
                                ? tokens.getOrDefault(found.group(1).charAt(0), found.group())
                                : environment.apply(found.group(2)).orElse(found.group())));
    }
}
