package io.pilab.config;

/**
 * A problem of a file: what is wrong, where, and the cure.
 *
 * @param file as the user named it
 * @param line from 1; 0 for the file as a whole
 * @param column from 1; 0 for the file as a whole
 * @param path the keys that lead there, {@code hosts.client.interfaces.wlan0}; empty at the top
 */
public record Problem(String file, int line, int column, String path, String message) {
    /** {@code lab.yaml:14:7: hosts.client: what is wrong}, the format of compilers and editors. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
