package io.pilab.remote.sshj;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;

/** Reads the public half of a key file, which needs no passphrase. Source: OpenSSH's PROTOCOL.key. */
final class PublicHalf {
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST = 1 << 20;

    private PublicHalf() {}

    /** The public half of the file itself, or of FILE.pub beside it. */
    static Optional<byte[]> of(Path file) {
        Path beside = file.resolveSibling(file.getFileName() + ".pub");
        return read(file).or(() -> read(beside));
    }

    /** The name of its kind, such as {@code ssh-ed25519}. Empty when it has none. */
    static String type(byte[] blob) {
        try {
            return new Buffer.PlainBuffer(blob).readString();
        } catch (Buffer.BufferException e) {
            return "";
        }
    }

    private static Optional<byte[]> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            return text.startsWith(BEGIN) ? embedded(text) : line(text);
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // the reader of the private half reports what is wrong with the file
        }
    }

    private static Optional<byte[]> line(String text) {
        List<String> words = Arrays.asList(text.split("\\s+"));
        return text.startsWith("-") || words.size() < 2
                ? Optional.empty()
                : Optional.of(Base64.getDecoder().decode(words.get(1)));
    }

    private static Optional<byte[]> embedded(String text) throws IOException {
        byte[] all = Base64.getMimeDecoder()
                .decode(text.lines().filter(l -> !l.startsWith("-")).reduce("", String::concat));
        Buffer.PlainBuffer buffer = new Buffer.PlainBuffer(all);
        byte[] magic = new byte[MAGIC.length];
        buffer.readRawBytes(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            return Optional.empty();
        }
        buffer.readBytes(); // cipher
        buffer.readBytes(); // key derivation
        buffer.readBytes(); // its options
        return buffer.readUInt32() < 1 ? Optional.empty() : Optional.of(buffer.readBytes());
    }
}
