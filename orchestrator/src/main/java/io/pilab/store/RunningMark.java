package io.pilab.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file in a run's directory that is locked while the run is in progress. The kernel frees the lock when the process ends. */
public final class RunningMark implements AutoCloseable {
    private static final String NAME = "running";

    private final Path file;
    private final FileChannel channel;

    private RunningMark(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    @SuppressWarnings("resource") // the channel is closed with the mark
    static RunningMark set(Path run) {
        Path file = run.resolve(NAME);
        try {
            FileChannel channel = RecordFile.append(file);
            channel.tryLock();
            return new RunningMark(file, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + RecordFile.reason(e), e);
        }
    }

    /** Whether the process that set it is still alive. */
    static boolean isSet(Path run) {
        Path file = run.resolve(NAME);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (IOException e) {
            // the remaining file is not locked, so it means nothing
        }
    }
}
