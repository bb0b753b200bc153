package io.pilab.spool;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a stream of bytes into lines; a chunk may end inside a line, even inside a UTF-8 character. */
final class LineBuffer {
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    /** The lines that this chunk completes, without their line ends. */
    List<String> accept(byte[] chunk) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                unfinished.write(chunk, from, i - from);
                lines.add(take());
                from = i + 1;
            }
        }
        unfinished.write(chunk, from, chunk.length - from);
        return lines;
    }

    /** What came after the last line end, if anything did. */
    Optional<String> rest() {
        return unfinished.size() == 0 ? Optional.empty() : Optional.of(take());
    }

    private String take() {
        String line = unfinished.toString(StandardCharsets.UTF_8);
        unfinished.reset();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
