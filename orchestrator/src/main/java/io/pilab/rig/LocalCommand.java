package io.pilab.rig;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A command on this machine.
 *
 * @param input what it reads from standard input
 * @param feature what the kernel lacks when the command fails; empty when its failure is a fault
 */
record LocalCommand(List<String> words, String input, Optional<String> feature) {
    LocalCommand {
        words = List.copyOf(words);
    }

    static LocalCommand of(String... words) {
        return new LocalCommand(Arrays.asList(words), "", Optional.empty());
    }

    LocalCommand input(List<String> lines) {
        return new LocalCommand(words, String.join("\n", lines) + "\n", feature);
    }

    LocalCommand needing(String kernelFeature) {
        return new LocalCommand(words, input, Optional.of(kernelFeature));
    }

    /** The command as a line of a shell script. No argument of a rig needs quotes. */
    String script() {
        String line = String.join(" ", words);
        return input.isEmpty() ? line + "\n" : line + " <<END\n" + input + "END\n";
    }

    /** The command as one would type it, with its input indented below. */
    String text() {
        StringBuilder text = new StringBuilder(String.join(" ", words)).append('\n');
        input.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }
}
