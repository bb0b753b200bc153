package io.pilab.remote.sshj;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one output stream of a process to its end. Output beyond the limit is read and dropped, since closing a stream while
 * the host still sends costs the whole connection.
 */
final class Collector {
    private static final int LAST_WORDS = 4 << 10;

    private int limit;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
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
            byte[] all = bytes.toByteArray();
            bytes = new ByteArrayOutputStream(0);
            int kept = Math.min(all.length, LAST_WORDS);
            bytes.write(all, all.length - kept, kept);
        }
    }

    /** Forgets what it has read: the next command's output begins. */
    synchronized void restart(int nextLimit) {
        limit = nextLimit;
        bytes = new ByteArrayOutputStream();
        dropping = false;
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    private synchronized boolean keep(byte[] piece, int length) {
        if (dropping || bytes.size() + length > limit) {
            return false;
        }
        bytes.write(piece, 0, length);
        return true;
    }
}
