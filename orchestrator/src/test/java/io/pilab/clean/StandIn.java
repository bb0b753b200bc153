package io.pilab.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;

/**
 * A small source package of ours that is built as iperf3 is, for the mechanics of a build: what happens to a checksum,
 * a compiler, a disk, a process. It sends no traffic.
 *
 * @param traits files that configure and the Makefile look for: broken-configure, without-mptcp, slow, large; a heavy
 *     one takes a while on its way to a host
 */
public record StandIn(String version, List<String> traits) {
    private static final List<String> FILES = List.of("configure", "Makefile.in", "iperf3.c");

    /** A slow one's compilation waits for this file on the host. */
    public static final String GO = "/srv/stand-in-go";

    /** Where this file is, the source neither breaks at configure nor lacks MPTCP. */
    public static final String SPARED = "/srv/spared";

    private static final int HEAVY = 48 << 20;

    public static StandIn of(String... traits) {
        return new StandIn("3.21", List.of(traits));
    }

    /** Its release tarball, in a folder of its own under this one. */
    public Path tarball(Path folder) throws IOException {
        Path work = Files.createTempDirectory(folder, "stand-in");
        source(work.resolve("iperf-" + version));
        run(work, "tar", "--owner=0", "--group=0", "-czf", "iperf-" + version + ".tar.gz", "iperf-" + version);
        return work.resolve("iperf-" + version + ".tar.gz");
    }

    /** Its history as a bare git repository, in a folder of its own under this one. */
    public Repository repository(Path folder) throws IOException {
        Path work = Files.createTempDirectory(folder, "stand-in");
        Path source = source(work.resolve("source"));
        git(source, "init", "-q");
        git(source, "add", ".");
        git(source, "commit", "-q", "-m", "release " + version);
        git(source, "tag", "-a", "-m", "release", version);
        return bare(source, version, work);
    }

    /** A bare clone of a repository, in a folder of its own under this one, and the commit that a tag stands for. */
    public static Repository bare(Path repository, String tag, Path folder) throws IOException {
        Path work = Files.createTempDirectory(folder, "bare");
        git(work, "clone", "-q", "--bare", repository.toAbsolutePath().toString(), "iperf.git");
        Path bare = work.resolve("iperf.git");
        return new Repository(bare, git(bare, "rev-parse", tag + "^{commit}").strip());
    }

    /** A bare repository and the commit of its release. */
    public record Repository(Path folder, String commit) {}

    private Path source(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : FILES) {
            try (InputStream in = StandIn.class.getResourceAsStream("/clean/stand-in/" + file)) {
                Files.copy(in, folder.resolve(file));
            }
        }
        Files.setPosixFilePermissions(folder.resolve("configure"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("version"), version + "\n");
        for (String trait : traits) {
            Files.write(folder.resolve(trait), trait.equals("heavy") ? ballast() : new byte[0]);
        }
        return folder;
    }

    /** Nothing that gzip could make small. */
    private static byte[] ballast() {
        byte[] bytes = new byte[HEAVY];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static String git(Path folder, String... arguments) {
        String[] words = new String[arguments.length + 5];
        System.arraycopy(new String[] {"git", "-c", "user.name=test", "-c", "user.email=test@example"}, 0, words, 0, 5);
        System.arraycopy(arguments, 0, words, 5, arguments.length);
        return run(folder, words);
    }

    private static String run(Path folder, String... words) {
        try {
            Process process = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).describedAs(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
