package io.pilab.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;

/**
 * Opens the files of a record. Each must be a regular file of a bounded size. Links are never followed, since a record may
 * come from anyone.
 */
final class RecordFile {
    /** Bytes. Far more than any file of a record except its events. */
    static final int LARGEST = 64 << 20;

    private RecordFile() {}

    /** The file's text, with U+FFFD for bytes that are not UTF-8. Throws DamagedRecordException. */
    static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    static byte[] bytes(Path file) {
        try (InputStream in = open(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new DamagedRecordException(file, "it is larger than " + (LARGEST >> 20) + " MiB");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** For reading. */
    static InputStream open(Path file) throws IOException {
        demandRegular(file);
        return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** For writing. A missing file is created. */
    static FileChannel append(Path file) throws IOException {
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (there) {
            demandRegular(file);
        }
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(file, options);
        if (!there) {
            RecordFolder.giveToTheParentsOwner(file);
        }
        return channel;
    }

    /** Whether it is a folder, and no link to one. */
    static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** A link may lead anywhere, and opening a FIFO blocks until its other end is open. */
    private static void demandRegular(Path file) throws IOException {
        if (exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    Files.isSymbolicLink(file) ? "it is a link, not a file" : "it is not a file");
        }
    }

    static DamagedRecordException unreadable(Path file, IOException e) {
        return new DamagedRecordException(file, reason(e));
    }

    /** The reason in words, without the file's name, which the JDK gives instead of a reason. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it is there already";
        }
        if (e instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        String told = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return told == null
                ? e.getClass().getSimpleName()
                : told.substring(0, 1).toLowerCase(Locale.ROOT) + told.substring(1);
    }
}
