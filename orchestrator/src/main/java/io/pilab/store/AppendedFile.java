package io.pilab.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A file that grows. Bytes that cannot be written now (full disk, missing folder) are kept in memory and written before the
 * next ones. Appending never fails.
 */
final class AppendedFile {
    /** Bytes that are kept in memory. More are lost. */
    private static final int MOST = 64 << 20;

    private final Path file;
    private final boolean makesFolder;
    private final Deque<ByteBuffer> pending = new ArrayDeque<>();
    private int kept;
    private Optional<String> trouble = Optional.empty();
    private boolean lost;

    /** @param makesFolder whether a missing folder is created; its parent never is */
    AppendedFile(Path file, boolean makesFolder) {
        this.file = file;
        this.makesFolder = makesFolder;
    }

    synchronized void append(byte[] bytes) {
        lost |= bytes.length > MOST - kept;
        if (!lost) {
            pending.add(ByteBuffer.wrap(bytes.clone()));
            kept += bytes.length;
            write();
        }
    }

    /** The file and the reason when it is not whole. Tries once more to write what is kept. */
    synchronized Optional<String> settle() {
        write();
        return lost ? Optional.of(file + ": more than " + (MOST >> 20) + " MiB could not be written") : trouble;
    }

    private void write() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            if (makesFolder && !RecordFile.isFolder(file.getParent())) {
                RecordFolder.make(file.getParent());
            }
            try (FileChannel channel = RecordFile.append(file)) {
                while (!pending.isEmpty()) {
                    kept -= channel.write(pending.peek());
                    if (!pending.peek().hasRemaining()) {
                        pending.remove();
                    }
                }
            }
            trouble = Optional.empty();
        } catch (IOException e) {
            trouble = Optional.of(file + ": " + RecordFile.reason(e));
        }
    }
}
