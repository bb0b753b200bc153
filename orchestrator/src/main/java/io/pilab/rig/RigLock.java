package io.pilab.rig;

import io.pilab.time.Time;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Prevents two commands from building or removing the same rig at once. The kernel frees it when its holder ends. */
final class RigLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private RigLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws RigException when another process holds the lock */
    static RigLock take(RigNames names) {
        Path file = names.lockFile();
        try {
            while (true) {
                Files.createDirectories(names.runtime());
                FileChannel channel = open(file);
                if (!lock(channel)) {
                    channel.close();
                    throw new RigException(
                            RigException.RigFailure.BROKEN,
                            "another pilab is working on the rig of lab " + names.lab() + "; wait for it to end");
                }
                if (stillThere(file, channel)) {
                    return new RigLock(file, channel);
                }
                channel.close(); // its last holder has just removed it
            }
        } catch (IOException e) {
            throw new RigException(RigException.RigFailure.BROKEN, "cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            Files.createDirectories(file.getParent()); // removed between the two calls
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** A lock on a removed file excludes no other process, so the path must still lead to the locked file. */
    private static boolean stillThere(Path file, FileChannel channel) throws IOException {
        long stamp = Time.real().nanoTime();
        channel.truncate(0);
        channel.write(
                java.nio.ByteBuffer.wrap(Long.toString(stamp).getBytes(java.nio.charset.StandardCharsets.US_ASCII)), 0);
        return Files.exists(file) && Files.readString(file).equals(Long.toString(stamp));
    }

    /** Frees the lock and removes its file. */
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RigException(RigException.RigFailure.BROKEN, "cannot remove " + file + ": " + e.getMessage(), e);
        }
    }
}
