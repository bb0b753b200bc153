package io.pilab.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One file of the agent scripts.
 *
 * @param path below their folder: {@code link.sh}, {@code lib/common.sh}
 */
public record ScriptFile(String path, String text) {
    /** How a script names another one that it sources or runs. */
    private static final Pattern NAMED = Pattern.compile("\"\\$here/([a-z0-9/-]+[.]sh)\"");

    /** Every file that a host needs: the scripts that we call, and each file that one of them names. In order of their paths. */
    public static List<ScriptFile> all() {
        Map<String, ScriptFile> found = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>();
        Stream.of(AgentScript.values()).map(AgentScript::fileName).forEach(open::add);
        while (!open.isEmpty()) {
            String path = open.pop();
            if (!found.containsKey(path)) {
                ScriptFile file = new ScriptFile(path, read(path));
                found.put(path, file);
                NAMED.matcher(file.text()).results().map(name -> name.group(1)).forEach(open::add);
            }
        }
        return List.copyOf(found.values());
    }

    private static String read(String path) {
        try (InputStream in = ScriptFile.class.getResourceAsStream("/agent-scripts/" + path)) {
            if (in == null) {
                throw new IllegalStateException("agent script " + path + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
