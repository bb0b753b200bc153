package io.pilab.remote.sshj;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import net.schmizz.sshj.connection.channel.ChannelInputStream;

/**
 * A connection through a jump host, as a socket. Closing it closes the connection to the jump host, which carries nothing
 * else.
 */
final class TunnelSocket extends Socket {
    private final SshConnection via;
    private final TunnelChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private volatile boolean closed;

    TunnelSocket(SshConnection via, String address, int port, Duration timeout) throws IOException {
        this.via = via;
        via.client().getConnection().setTimeoutMs((int) timeout.toMillis());
        this.channel = new TunnelChannel(via.client().getConnection(), address, port);
        channel.open();
        this.in = new FromHost(channel.getInputStream());
        this.out = new Leaving();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public void setSoTimeout(int milliseconds) {
        // the caller wraps it if needed
    }

    @Override
    public synchronized void close() {
        closed = true;
        via.closeSocket();
        ((ChannelInputStream) channel.getInputStream()).eof();
    }

    /** The stream from the host. */
    private final class FromHost extends InputStream {
        private final InputStream from;

        FromHost(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return from.read(bytes, offset, length);
        }

        @Override
        public void close() {
            TunnelSocket.this.close();
        }
    }

    /** The stream to the host. */
    private final class Leaving extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            OutputStream to = channel.getOutputStream();
            for (int at = 0; at < length; ) {
                int size = (int) Math.min(channel.room(() -> closed), length - at);
                to.write(bytes, offset + at, size);
                to.flush();
                at += size;
            }
        }

        @Override
        public void close() {
            TunnelSocket.this.close();
        }
    }
}
