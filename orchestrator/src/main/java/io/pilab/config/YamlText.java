package io.pilab.config;

import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns YAML text into nodes with places. Tags never construct anything. */
final class YamlText {
    private static final int DEEPEST = 20;
    private static final int MOST_ALIASES = 50;

    private YamlText() {}

    /** The root of the only document. Throws InvalidFileException when the text is not YAML or is empty. */
    static Value root(String text, Problems problems) {
        Optional<Node> root = compose(text.startsWith("\ufeff") ? text.substring(1) : text, problems);
        problems.throwIfAny();
        return Value.root(root.orElseThrow(), problems);
    }

    private static Optional<Node> compose(String text, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(DEEPEST);
        try {
            ParserImpl parser = new ParserImpl(new StreamReader(text), options);
            Node node = new Composer(parser, new CoreResolver(), options).getSingleNode();
            if (node == null) {
                problems.add(
                        new Place(1, 1, ""),
                        "the file is empty; start from lab.yaml.example or scenarios/wlan0-down.yaml");
            }
            return Optional.ofNullable(node);
        } catch (MarkedYAMLException e) {
            problems.add(place(e), sentence(e));
        } catch (ReaderException e) {
            String character = String.format("U+%04X", e.getCodePoint());
            problems.add(
                    place(text, e.getPosition()), "the character " + character + " is not allowed in YAML; remove it");
        } catch (YAMLException e) {
            problems.add(new Place(1, 1, ""), limit(e.getMessage()));
        }
        return Optional.empty();
    }

    private static Place place(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        return mark == null ? new Place(1, 1, "") : new Place(mark.getLine() + 1, mark.getColumn() + 1, "");
    }

    private static Place place(String text, int codePoints) {
        String before = text.substring(0, text.offsetByCodePoints(0, codePoints));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(line, before.length() - before.lastIndexOf('\n'), "");
    }

    private static String limit(String message) {
        if (message.startsWith("Nesting Depth")) {
            return "nested more than " + DEEPEST + " levels deep; no lab or scenario is";
        }
        if (message.startsWith("Number of aliases")) {
            return "more than " + MOST_ALIASES + " aliases of lists and maps; write them out";
        }
        return "not YAML that pilab reads: " + message;
    }

    private static String sentence(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        String context = String.valueOf(e.getContext());
        String start = e.getContextMark() == null
                ? ""
                : " on line " + (e.getContextMark().getLine() + 1);
        if (problem.contains("\\t(TAB)")) {
            return "a tab; YAML is indented with spaces only";
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "a ':' where no key can be; check the indentation, and put text that holds ': ' in quotes";
        }
        if (problem.startsWith("but found another document")) {
            return "a second document starts here; a file holds one";
        }
        if (context.equals("while parsing a flow mapping")) {
            return "after the '{'" + start + " a ',' or '}' is missing";
        }
        if (context.equals("while parsing a flow sequence")) {
            return "after the '['" + start + " a ',' or ']' is missing";
        }
        if (context.equals("while parsing a flow node")) {
            return "a value is missing here; a '{' or '[' before it may not be closed";
        }
        if (problem.startsWith("expected <block end>")) {
            return "indented unlike the lines of the block that starts" + start + "; align it with them";
        }
        if (problem.startsWith("found undefined alias")) {
            return "an alias (*name) without its anchor (&name) before it; put text that starts with '*' in quotes";
        }
        return "YAML syntax: " + (e.getContext() == null ? "" : context + ": ") + problem;
    }
}
