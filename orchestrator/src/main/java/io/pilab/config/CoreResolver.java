package io.pilab.config;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The core schema of YAML 1.2.2 (section 10.3.2). The rules of YAML 1.1 would read {@code on:} as true and {@code 22:22} as 1342.
 */
final class CoreResolver extends Resolver {
    private static final Pattern BOOL_WORDS = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern NULL_WORDS = Pattern.compile("~|null|Null|NULL");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern NUMBER = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.BOOL, BOOL_WORDS, "tTfF");
        addImplicitResolver(Tag.NULL, NULL_WORDS, "~nN");
        addImplicitResolver(Tag.NULL, Pattern.compile(""), "\0");
        addImplicitResolver(Tag.INT, INTEGER, "-+0123456789");
        addImplicitResolver(Tag.FLOAT, NUMBER, "-+0123456789.");
    }
}
