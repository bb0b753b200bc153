package io.pilab.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/** Prepares the arguments for picocli: options that every command has may stand before the command. */
final class Arguments {
    private static final Set<String> WITH_VALUE = Set.of("-f", "--lab", "--format", "--color");
    private static final Set<String> WITHOUT = Set.of("-q", "--quiet");

    private Arguments() {}

    /**
     * Moves options in front of a command behind it: {@code -f lab.yaml rig up} becomes {@code rig up -f lab.yaml}. If the
     * word is no command, the options move to the end, so that picocli reports that word.
     */
    static String[] ordered(CommandLine root, String... words) {
        List<String> options = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        CommandLine command = root;
        int next = 0;
        while (next < words.length && !command.getSubcommands().isEmpty()) {
            int length = optionLength(words, next);
            if (length > 0) {
                options.addAll(Arrays.asList(words).subList(next, next + length));
            } else if (command.getSubcommands().containsKey(words[next])) {
                command = command.getSubcommands().get(words[next]);
                commands.add(words[next]);
                length = 1;
            } else {
                break;
            }
            next += length;
        }
        List<String> rest = Arrays.asList(words).subList(next, words.length);
        boolean misspelt = !command.getSubcommands().isEmpty();
        commands.addAll(misspelt ? rest : options);
        commands.addAll(misspelt ? options : rest);
        return commands.toArray(String[]::new);
    }

    /** Whether the output has to be JSON, also for arguments that picocli cannot parse. */
    static boolean json(String... words) {
        for (int i = 0; i < words.length && !words[i].equals("--"); i++) {
            boolean next = words[i].equals("--format") && i + 1 < words.length && words[i + 1].equalsIgnoreCase("json");
            if (next || words[i].equalsIgnoreCase("--format=json")) {
                return true;
            }
        }
        return false;
    }

    /** How many arguments the option at this position takes. 0 for an option that is not moved. */
    private static int optionLength(String[] words, int at) {
        String word = words[at];
        if (WITHOUT.contains(word)) {
            return 1;
        }
        if (WITH_VALUE.contains(word)) {
            return at + 1 < words.length ? 2 : 0;
        }
        boolean joined = WITH_VALUE.stream().anyMatch(o -> o.startsWith("--") && word.startsWith(o + "="));
        return joined ? 1 : 0;
    }
}
