package io.pilab.remote.sshj;

import io.pilab.time.Deadline;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;

/**
 * The keys of an ssh-agent, by its socket, with a new connection for every request. Source: OpenSSH's PROTOCOL.agent.
 */
final class SshAgent {
    /** The same limits as OpenSSH's. */
    private static final int LONGEST = 256 << 10;

    private static final int MOST_KEYS = 2048;

    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES_ANSWER = 12;
    private static final byte SIGN_REQUEST = 13;
    private static final byte SIGN_RESPONSE = 14;

    private static final Duration LISTING = Duration.ofSeconds(5);
    /** The user may have to confirm a signature, or to touch a token. */
    private static final Duration SIGNING = Duration.ofSeconds(30);

    private final Path socket;

    SshAgent(Path socket) {
        this.socket = socket;
    }

    Path socket() {
        return socket;
    }

    /** A key: {@code blob} as in a public key file, and the agent's name for it. */
    record StoredKey(byte[] blob, String comment) {}

    /** The agent's keys, in its order. Empty when it is locked. */
    List<StoredKey> keys() throws IOException {
        Buffer.PlainBuffer request = new Buffer.PlainBuffer().putByte(REQUEST_IDENTITIES);
        try {
            Buffer.PlainBuffer answer = ask(request, IDENTITIES_ANSWER, LISTING);
            long count = answer.readUInt32();
            if (count > MOST_KEYS) {
                throw new IOException("it claims to hold " + count + " keys");
            }
            List<StoredKey> keys = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                keys.add(new StoredKey(answer.readBytes(), answer.readString()));
            }
            return keys;
        } catch (Buffer.BufferException e) {
            throw new IOException("its answer cannot be read", e);
        }
    }

    /**
     * Signs with a key.
     *
     * @param flags 2: RSA with SHA-256, 4: RSA with SHA-512
     * @return the signature in the server's format: its algorithm and its bytes
     */
    byte[] sign(byte[] key, byte[] data, int flags) throws IOException {
        Buffer.PlainBuffer request = new Buffer.PlainBuffer()
                .putByte(SIGN_REQUEST)
                .putString(key)
                .putString(data)
                .putUInt32(flags);
        try {
            return ask(request, SIGN_RESPONSE, SIGNING).readStringAsBytes();
        } catch (Buffer.BufferException e) {
            throw new IOException("its answer cannot be read", e);
        }
    }

    private Buffer.PlainBuffer ask(Buffer.PlainBuffer request, byte wanted, Duration limit) throws IOException {
        Deadline end = Deadline.in(limit);
        byte[] body = request.getCompactData();
        ByteBuffer out = ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .flip();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                await(selector, end, limit);
                channel.finishConnect();
            }
            key.interestOps(SelectionKey.OP_WRITE);
            while (out.hasRemaining()) {
                await(selector, end, limit);
                channel.write(out);
            }
            key.interestOps(SelectionKey.OP_READ);
            int length = fill(channel, selector, 4, end, limit).getInt();
            if (length < 1 || length > LONGEST) {
                throw new IOException("its answer would be " + Integer.toUnsignedString(length) + " bytes long");
            }
            ByteBuffer answer = fill(channel, selector, length, end, limit);
            byte type = answer.get();
            if (type != wanted) {
                throw new IOException("it refuses");
            }
            byte[] rest = new byte[answer.remaining()];
            answer.get(rest);
            return new Buffer.PlainBuffer(rest);
        }
    }

    private static ByteBuffer fill(SocketChannel channel, Selector selector, int length, Deadline end, Duration limit)
            throws IOException {
        ByteBuffer in = ByteBuffer.allocate(length);
        while (in.hasRemaining()) {
            await(selector, end, limit);
            if (channel.read(in) < 0) {
                throw new IOException("it hung up");
            }
        }
        return in.flip();
    }

    private static void await(Selector selector, Deadline end, Duration limit) throws IOException {
        long left = Duration.ofNanos(end.nanosLeft()).toMillis();
        selector.selectedKeys().clear();
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException(
                    Thread.currentThread().isInterrupted()
                            ? "interrupted"
                            : "it did not answer within " + limit.toSeconds() + " s");
        }
    }
}
