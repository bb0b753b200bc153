package io.pilab.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder that runs are kept in. */
public final class RunsFolder {
    /** No run, or several, by that name; the message lists the nearest. */
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

    /** The names of all runs, the oldest first. */
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
            throw new UncheckedIOException("can not read " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * The run that is meant.
     *
     * @param run a folder, a run's name or the beginning of one, or {@code last}
     */
    public Path find(String run) {
        Optional<Path> folder = asPath(run);
        if (folder.isPresent()) {
            return folder.get();
        }
        List<String> names = names();
        if (names.isEmpty()) {
            throw new NoSuchRunException("there is no run in " + path + "; --runs names another folder");
        }
        if (run.equals(LAST)) {
            return path.resolve(names.get(names.size() - 1));
        }
        List<String> begun = names.stream().filter(n -> n.startsWith(run)).toList();
        if (begun.size() == 1) {
            return path.resolve(begun.get(0));
        }
        if (begun.size() > 1) {
            throw new NoSuchRunException("'" + run + "' is the beginning of " + begun.size() + " runs in " + path + ": "
                    + String.join(", ", begun));
        }
        throw new NoSuchRunException(
                "no run '" + run + "' in " + path + "; the nearest: " + String.join(", ", nearest(run, names)));
    }

    private static Optional<Path> asPath(String run) {
        try {
            Path folder = Path.of(run);
            boolean named = run.contains("/") || Files.isRegularFile(folder.resolve("run.json"));
            return Optional.of(folder).filter(f -> named && Files.isDirectory(f));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static List<String> nearest(String run, List<String> names) {
        List<String> alike = names.stream().filter(n -> n.contains(run)).toList();
        List<String> from = alike.isEmpty() ? names : alike;
        return from.subList(Math.max(0, from.size() - NEAREST), from.size());
    }
}
