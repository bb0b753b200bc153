package io.pilab.remote.sshj;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A connected socket whose peer is not trusted yet. One time limit covers all reading until it is lifted, so that a slow
 * peer cannot stretch it. The text before the SSH identification is kept and limited, since sshj has no limit.
 */
final class HandshakeSocket extends Socket {
    /** sshj scans a whole line again with each of its bytes. */
    private static final int LONGEST_LINE = 1024;

    private static final int MOST = 64 << 10;
    private static final int KEPT = 200;
    private static final String IDENTIFICATION = "SSH-";

    private final Socket socket;
    private final StringBuilder greeting = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private CompletableFuture<Boolean> patience = new CompletableFuture<>();
    private int count;
    private boolean identified;
    private volatile boolean late;

    HandshakeSocket(Socket socket) {
        this.socket = socket;
    }

    /** The beginning of the peer's text before its identification, on one line. May be empty. */
    synchronized String greeting() {
        return (greeting + " " + line).replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ").strip();
    }

    @Override
    public synchronized void setSoTimeout(int milliseconds) {
        patience.complete(true);
        if (milliseconds > 0) {
            patience = new CompletableFuture<>();
            patience.orTimeout(milliseconds, TimeUnit.MILLISECONDS).exceptionally(e -> {
                late = true;
                closeQuietly();
                return false;
            });
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FromPeer(socket.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public synchronized void close() throws IOException {
        patience.complete(true);
        socket.close();
    }

    private void closeQuietly() {
        try {
            socket.close();
        } catch (IOException e) {
            // the reader gets the end of the stream
        }
    }

    /** Keeps the first lines, up to the one that identifies the peer. */
    private synchronized void look(int value) throws IOException {
        if (identified) {
            return;
        }
        if (++count > MOST || line.length() >= LONGEST_LINE) {
            throw new IOException("no SSH identification in its first " + count + " bytes");
        }
        line.append((char) value);
        if (value != '\n') {
            return;
        }
        identified = line.indexOf(IDENTIFICATION) == 0;
        if (!identified && greeting.length() < KEPT) {
            greeting.append(line, 0, Math.min(line.length(), KEPT));
        }
        line.setLength(0);
    }

    /** The stream from the peer. */
    private final class FromPeer extends InputStream {
        private final InputStream from;

        FromPeer(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int got = -1;
            try {
                got = from.read(bytes, offset, length);
            } catch (IOException e) {
                if (!late) {
                    throw e;
                }
            }
            if (late) {
                throw new SocketTimeoutException("the time is over");
            }
            for (int i = 0; i < got; i++) {
                look(bytes[offset + i] & 0xff);
            }
            return got;
        }

        @Override
        public void close() throws IOException {
            HandshakeSocket.this.close();
        }
    }
}
