package io.pilab.spool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts a stream of bytes into lines; a chunk may end inside a line, even inside a UTF-8 character. */
final class LineBuffer {
    private byte[] unfinished = {};

    /** The lines that this chunk completes, without their line ends. */
    List<String> accept(byte[] chunk) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                add(chunk, from, i);
                lines.add(take());
                from = i + 1;
            }
        }
        add(chunk, from, chunk.length);
        return lines;
    }

    /** What came after the last line end, if anything did. */
    Optional<String> rest() {
        return unfinished.length == 0 ? Optional.empty() : Optional.of(take());
    }

    private void add(byte[] chunk, int from, int to) {
        int known = unfinished.length;
        unfinished = Arrays.copyOf(unfinished, known + to - from);
        System.arraycopy(chunk, from, unfinished, known, to - from);
    }

    private String take() {
        String line = new String(unfinished, StandardCharsets.UTF_8);
        unfinished = new byte[0];
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
