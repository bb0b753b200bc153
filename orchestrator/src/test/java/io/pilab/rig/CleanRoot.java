package io.pilab.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * The root filesystem of a host that nobody has set up yet: Debian with sshd, the user pi and the tools that Raspberry
 * Pi OS brings, without compiler, headers, git or iperf3. apt installs them from a repository inside the root
 * filesystem itself, so that nothing has to be reached from it. Made once and cached, as the rig's is.
 */
public record CleanRoot(String suite, Path cache) {
    private static final String INCLUDE = "openssh-server,iproute2,sudo,kmod,procps";
    private static final Path CERTIFICATES = Path.of("/etc/ssl/certs/ca-certificates.crt");

    public static CleanRoot of(String suite) {
        return new CleanRoot(suite, Path.of(System.getenv().getOrDefault("PILAB_CACHE", "/var/cache/pilab")));
    }

    /** Changes when what is made changes. */
    public String key() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((INCLUDE + suite).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(recipe())).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where its tar file lies; made first, in a minute or so, when it is not there yet. */
    public Path tarball(Consumer<String> progress) throws IOException {
        String name = "clean-" + suite + "-" + System.getProperty("os.arch") + "-" + key();
        Path tarball = cache.resolve(name + ".tar");
        Files.createDirectories(cache);
        try (FileChannel channel = FileChannel.open(
                        cache.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (!Files.exists(tarball)) {
                make(name, tarball, progress);
            }
        }
        return tarball;
    }

    private void make(String name, Path tarball, Consumer<String> progress) throws IOException {
        LocalProcesses processes = new LocalProcesses();
        Debootstrap debootstrap = Debootstrap.ofMachine(processes, System.getenv());
        Path root = cache.resolve(name + ".partial");
        Path partial = cache.resolve(name + ".tar.partial");
        FileTree.delete(root);
        try {
            FileTree.deleteChildren(cache, "clean-" + suite + "-*.tar");
            Files.createDirectory(root);
            debootstrap.make(root, suite, INCLUDE, progress);
            progress.accept(suite + ": what apt may be asked for");
            Files.copy(
                    Files.exists(CERTIFICATES) ? CERTIFICATES : Path.of("/dev/null"),
                    root.resolve("tmp/certificates"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.write(root.resolve("tmp/recipe.sh"), recipe());
            must(
                    processes,
                    debootstrap,
                    List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "chroot", root.toString(), "sh"),
                    "/tmp/recipe.sh");
            Files.delete(root.resolve("tmp/recipe.sh"));
            must(
                    processes,
                    debootstrap,
                    List.of("tar", "--numeric-owner", "-C", root.toString(), "-cf"),
                    partial + "",
                    ".");
            Files.move(partial, tarball, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.delete(root);
            Files.deleteIfExists(partial);
        }
    }

    private static void must(
            LocalProcesses processes, Debootstrap debootstrap, List<String> command, String... arguments) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(arguments));
        LogTail tail = new LogTail();
        int exit = processes.follow(words, debootstrap.proxy(), tail::add);
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", words) + " exited " + exit + ":\n" + tail.text());
        }
    }

    private static byte[] recipe() {
        try (var in = CleanRoot.class.getResourceAsStream("/clean/recipe.sh")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
