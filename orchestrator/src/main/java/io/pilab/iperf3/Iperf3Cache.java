package io.pilab.iperf3;

import io.pilab.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tarballs and built iperf3s on the controller. Each file's name holds what its SHA-256 has to be, which is checked
 * whenever it is used; a damaged file is thrown away.
 */
public final class Iperf3Cache {
    /** Enough of a sum to tell files of one version apart. */
    private static final int SHORT = 12;

    private static final String UNCHECKED = ".new-";

    /** The end of a build's name. A build is one program: nothing else of the host that made it comes with it. */
    private static final Pattern SUM = Pattern.compile("_[0-9a-f]{64}$");

    /** A file that nobody has finished for so long was left by a command that was killed. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;

    Iperf3Cache(Path folder) {
        this.folder = folder;
    }

    /** In PILAB_CACHE, XDG_CACHE_HOME/pilab or ~/.cache/pilab. */
    public static Iperf3Cache of(Map<String, String> environment) {
        return new Iperf3Cache(set(environment, "PILAB_CACHE")
                .or(() -> set(environment, "XDG_CACHE_HOME").map(p -> p.resolve("pilab")))
                .orElseGet(() ->
                        Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache", "pilab"))
                .resolve("iperf3"));
    }

    /**
     * A file that is what its name says.
     *
     * @param sha256 of the file
     */
    public record Kept(Path file, String sha256) {
        /** The name under which a cache holds it, if it is a tarball. */
        public String cacheName(String version) {
            return tarballName(version, sha256);
        }
    }

    public Path folder() {
        return folder;
    }

    /** The tarball with this sum. */
    Optional<Kept> tarball(String version, String sha256, Consumer<String> progress) {
        Path file = tarballFile(version, sha256);
        return Files.isRegularFile(file) ? sound(new Kept(file, sha256), progress) : Optional.empty();
    }

    /** Takes a tarball, which is checked already. */
    Kept keepTarball(String version, String sha256, Path file) {
        return move(file, new Kept(tarballFile(version, sha256), sha256));
    }

    /**
     * Builds of a version on all platforms.
     *
     * @param pins the SHA-256 of a tarball or the commit that they may have been built from
     */
    public List<Kept> builds(String version, List<String> pins, Consumer<String> progress) {
        return pins.stream()
                .flatMap(pin -> named("iperf3-" + version + "_", "_" + shortened(pin) + "_").stream())
                .flatMap(kept -> sound(kept, progress).stream())
                .toList();
    }

    /** A build of a version for hosts like this. */
    Optional<Kept> build(String version, Platform platform, List<String> pins, Consumer<String> progress) {
        return pins.stream()
                .flatMap(pin -> named(buildName(version, platform, pin), "").stream())
                .flatMap(kept -> sound(kept, progress).stream())
                .findFirst();
    }

    /** Takes a build, which is checked already. */
    Kept keepBuild(String version, Platform platform, String pin, String sha256, Path file) {
        String name = buildName(version, platform, pin) + sha256;
        return move(file, new Kept(folder.resolve(name), sha256));
    }

    /** A new empty file beside the others, for what is not checked yet. */
    Path temporary() {
        try {
            Files.createDirectories(folder);
            removeAbandoned();
            return Files.createTempFile(folder, UNCHECKED, "");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write to the cache " + folder + ": " + e.getMessage() + "; name another in PILAB_CACHE", e);
        }
    }

    private void removeAbandoned() throws IOException {
        FileTime limit = FileTime.from(Time.real().instant().minus(ABANDONED));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, UNCHECKED + "*")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            // another command has just removed or finished it
        }
    }

    private Path tarballFile(String version, String sha256) {
        return folder.resolve(tarballName(version, sha256));
    }

    private static String tarballName(String version, String sha256) {
        return "iperf-" + version + "-" + shortened(sha256) + ".tar.gz";
    }

    private static String buildName(String version, Platform platform, String pin) {
        return "iperf3-" + version + "_" + platform.word() + "_" + shortened(pin) + "_";
    }

    private static String shortened(String sum) {
        return sum.substring(0, SHORT);
    }

    private List<Kept> named(String start, String part) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> name(f).startsWith(start))
                    .filter(f -> name(f).contains(part) && SUM.matcher(name(f)).find())
                    .sorted()
                    .map(f -> new Kept(f, name(f).substring(name(f).lastIndexOf('_') + 1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Kept> sound(Kept kept, Consumer<String> progress) {
        if (Sha256.of(kept.file()).equals(kept.sha256())) {
            return Optional.of(kept);
        }
        progress.accept(kept.file() + " is damaged; thrown away");
        try {
            Files.deleteIfExists(kept.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    private static Kept move(Path from, Kept to) {
        try {
            Files.move(from, to.file(), StandardCopyOption.ATOMIC_MOVE);
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static Optional<Path> set(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(v -> !v.isEmpty())
                .map(Path::of);
    }
}
