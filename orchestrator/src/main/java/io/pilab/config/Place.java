package io.pilab.config;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A position in a YAML text.
 *
 * @param line from 1
 * @param column from 1
 * @param path the keys that lead to it
 */
record Place(int line, int column, String path) {
    static Place of(Node node, String path) {
        Mark start = node.getStartMark();
        return new Place(start.getLine() + 1, start.getColumn() + 1, path);
    }

    /** The path of a key below this place. */
    String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
