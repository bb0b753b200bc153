package io.pilab.remote.sshj;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads one output stream of a process to its end. Output beyond the limit is read and dropped, since closing a stream while
 * the host still sends costs the whole connection.
 */
final class Collector {
    private static final int LAST_WORDS = 4 << 10;

    private int limit;
    private CollectedBytes bytes = new CollectedBytes();
    private boolean dropping;

    Collector(int limit) {
        this.limit = limit;
    }

    /**
     * Reads until the stream ends.
     *
     * @param progress called after every piece that was kept
     * @param dropped called after every piece that was dropped, over the limit or after the end of waiting
     */
    void drain(InputStream in, Runnable progress, Runnable dropped) throws IOException {
        byte[] piece = new byte[32 << 10];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            if (keep(piece, n)) {
                progress.run();
            } else {
                drop();
                dropped.run();
            }
        }
    }

    /** Keeps nothing more, and of the earlier output only its end, enough for an error's text. */
    synchronized void drop() {
        if (!dropping) {
            dropping = true;
            byte[] last = bytes.last(LAST_WORDS);
            bytes = new CollectedBytes();
            bytes.writeBytes(last);
        }
    }

    /** Forgets what it has read: the next command's output begins. */
    synchronized void restart(int nextLimit) {
        limit = nextLimit;
        bytes = new CollectedBytes();
        dropping = false;
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    /** The end of it, so many bytes at the most. */
    synchronized byte[] last(int most) {
        return bytes.last(most);
    }

    private synchronized boolean keep(byte[] piece, int length) {
        if (dropping || bytes.size() + length > limit) {
            return false;
        }
        bytes.write(piece, 0, length);
        return true;
    }

    /** Bytes whose end can be read without a copy of all of them. */
    private static final class CollectedBytes extends ByteArrayOutputStream {
        byte[] last(int most) {
            return Arrays.copyOfRange(buf, Math.max(0, count - most), count);
        }
    }
}
