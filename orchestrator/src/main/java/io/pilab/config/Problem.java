package io.pilab.config;

/**
 * What is wrong with a file, where, and how to cure it.
 *
 * @param file as the user named it
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 when the file as a whole is meant
 * @param path the keys that lead there, {@code hosts.client.interfaces.wlan0}; empty at the top
 */
public record Problem(String file, int line, int column, String path, String message) {
    /** {@code lab.yaml:14:7: hosts.client: what is wrong}, as editors and compilers have it. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
