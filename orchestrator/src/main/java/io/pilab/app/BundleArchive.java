package io.pilab.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes a {@code .tar.gz} whose files lie in one folder; it appears whole or not at all. */
final class BundleArchive implements AutoCloseable {
    private static final int PLAIN = 0644;
    private static final int PROGRAM = 0755;

    private final Path target;
    private final Path unfinished;
    private final String folder;
    private final TarArchiveOutputStream tar;

    BundleArchive(Path target, String folder) {
        this.target = target.toAbsolutePath();
        this.folder = folder;
        try {
            unfinished = Files.createTempFile(this.target.getParent(), ".pilab-bundle", "");
            tar = new TarArchiveOutputStream(
                    new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished))),
                    StandardCharsets.UTF_8.name());
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target + ": " + e.getMessage(), e);
        }
    }

    void file(String name, Path file) {
        add(name, PLAIN, read(file));
    }

    void text(String name, String text) {
        add(name, PLAIN, text.getBytes(StandardCharsets.UTF_8));
    }

    void program(String name, String text) {
        add(name, PROGRAM, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Everything is in it: from now on it is there. */
    void finish() {
        try {
            tar.close();
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            tar.close();
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void add(String name, int mode, byte[] content) {
        TarArchiveEntry entry = new TarArchiveEntry(folder + "/" + name);
        entry.setSize(content.length);
        entry.setMode(mode);
        try {
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException("cannot write " + target + ": " + cause.getMessage(), cause);
    }
}
