package io.pilab.spool;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts a stream of bytes into lines; a chunk may end inside a line, even inside a UTF-8 character. */
final class LineBuffer {
    /** Bytes; no tool of ours writes a line of a tenth of it. A longer one is dropped. */
    static final int LONGEST = 256 << 10;

    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private final Runnable dropped;
    private boolean dropping;

    /** @param dropped is called once for every line that is too long */
    LineBuffer(Runnable dropped) {
        this.dropped = dropped;
    }

    /** The lines that this chunk completes, without their line ends. */
    List<String> accept(byte[] chunk) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                add(chunk, from, i);
                take().ifPresent(lines::add);
                from = i + 1;
            }
        }
        add(chunk, from, chunk.length);
        return lines;
    }

    /** What came after the last line end, if anything did. */
    Optional<String> rest() {
        return unfinished.size() == 0 ? Optional.empty() : take();
    }

    private void add(byte[] chunk, int from, int to) {
        if (!dropping && unfinished.size() + to - from > LONGEST) {
            dropping = true;
            dropped.run();
        }
        if (dropping) {
            unfinished.reset();
        } else {
            unfinished.write(chunk, from, to - from);
        }
    }

    private Optional<String> take() {
        String line = unfinished.toString(StandardCharsets.UTF_8);
        unfinished.reset();
        if (dropping) {
            dropping = false;
            return Optional.empty();
        }
        return Optional.of(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}
