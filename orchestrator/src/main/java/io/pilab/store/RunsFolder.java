package io.pilab.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of all runs. */
public final class RunsFolder {
    /** No run, or several, match a name. The message lists the nearest. */
    public static final class NoSuchRunException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchRunException(String message) {
            super(message);
        }
    }

    private static final Pattern NAME = Pattern.compile("\\d{8}T\\d{6}Z-.+-[0-9a-f]{4}");
    private static final String LAST = "last";
    private static final int NEAREST = 3;

    private final Path path;

    public RunsFolder(Path path) {
        this.path = path;
    }

    /** Throws UncheckedIOException, with the cure, when a record of that size cannot be written there. Creates nothing. */
    public void demandRoom(long bytes) {
        String cure = "; name another folder with --runs. No host was touched.";
        try {
            Path there = RecordFolder.nearest(path);
            if (!Files.isDirectory(there)) {
                throw new NotDirectoryException(there.toString());
            }
            if (!Files.isWritable(there)) {
                throw new IOException(
                        "permission denied: " + Files.getOwner(there).getName() + " owns " + there);
            }
            long free = Files.getFileStore(there).getUsableSpace();
            if (free < bytes) {
                throw new IOException("the record may take " + megabytes(bytes) + " and there are " + megabytes(free)
                        + " free: remove what is not needed there (old runs, each a folder of its own)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a run in " + path + ": " + RecordFile.reason(e) + cure, e);
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** The names of all runs, oldest first. */
    public List<String> names() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(path)) {
            return folders.filter(Files::isDirectory)
                    .map(f -> f.getFileName().toString())
                    .filter(n -> NAME.matcher(n).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + RecordFile.reason(e), e);
        }
    }

    /**
     * Finds a run.
     *
     * @param run a folder, a run's name, the beginning of one, or {@code last}
     */
    public Path find(String run) {
        Optional<Path> folder = asPath(run);
        if (folder.filter(f -> run.contains("/") || RecordFile.exists(f.resolve("run.json")))
                .isPresent()) {
            return folder.get();
        }
        if (run.contains("/")) {
            throw new NoSuchRunException("there is no folder " + run);
        }
        List<String> names = names();
        List<String> begun = names.stream().filter(n -> n.startsWith(run)).toList();
        if (run.equals(LAST) && !names.isEmpty()) {
            return path.resolve(names.get(names.size() - 1));
        }
        if (begun.size() == 1) {
            return path.resolve(begun.get(0));
        }
        if (begun.size() > 1) {
            throw new NoSuchRunException("'" + run + "' is the beginning of " + begun.size() + " runs in " + path + ": "
                    + String.join(", ", begun));
        }
        if (folder.isPresent()) {
            return folder.get();
        }
        if (names.isEmpty()) {
            throw new NoSuchRunException("there is no run in " + path + "; --runs names another folder");
        }
        throw new NoSuchRunException(
                "no run '" + run + "' in " + path + "; the nearest: " + String.join(", ", nearest(run, names)));
    }

    /** The folder of that name in this folder, if it exists. */
    private static Optional<Path> asPath(String run) {
        try {
            return Optional.of(Path.of(run)).filter(f -> !run.isEmpty() && Files.isDirectory(f));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static List<String> nearest(String run, List<String> names) {
        List<String> similar = names.stream().filter(n -> n.contains(run)).toList();
        List<String> from = similar.isEmpty() ? names : similar;
        return from.subList(Math.max(0, from.size() - NEAREST), from.size());
    }
}
