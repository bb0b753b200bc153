package io.pilab.rig;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Debian that every virtual host sees read-only. It is built once and cached.
 *
 * @param cache the directory of the cache
 * @param ready an existing root filesystem, used as it is
 */
record RootFilesystem(Path cache, Optional<Path> ready, Bootstrap bootstrap) {
    /** The first release whose iperf3 has {@code --mptcp}. */
    static final String SUITE = "forky";

    private static final String INCLUDE = "openssh-server,iproute2,nftables,sudo,kmod,procps,iperf3";
    private static final Map<String, String> DEBIAN_NAMES = Map.of("aarch64", "arm64", "arm", "armhf", "x86", "i386");

    /** Builds a root filesystem in an empty directory. */
    interface Bootstrap {
        void make(Path target, String suite, String include, Consumer<String> progress);
    }

    /** As the environment says: PILAB_CACHE is the cache, PILAB_ROOT_FILESYSTEM an existing root filesystem. */
    static RootFilesystem of(Map<String, String> environment, Bootstrap bootstrap) {
        return new RootFilesystem(
                Path.of(environment.getOrDefault("PILAB_CACHE", "/var/cache/pilab"))
                        .toAbsolutePath(),
                Optional.ofNullable(environment.get("PILAB_ROOT_FILESYSTEM"))
                        .map(path -> Path.of(path).toAbsolutePath()),
                bootstrap);
    }

    private Path path() {
        String arch = System.getProperty("os.arch");
        return cache.resolve("root-" + SUITE + "-" + DEBIAN_NAMES.getOrDefault(arch, arch));
    }

    /** The path of the root filesystem. Builds it first when it does not exist, which takes about a minute. */
    Path ensure(Consumer<String> progress) {
        Path path = ready.orElseGet(this::path);
        if (path.toString().matches(".*[,:\\\\].*")) {
            throw new RigException(
                    RigException.RigFailure.INVALID,
                    "'" + path + "' holds a comma, colon or backslash; choose another path");
        }
        if (ready.isPresent() && !Files.isExecutable(path.resolve("usr/sbin/sshd"))) {
            throw new RigException(
                    RigException.RigFailure.INVALID, "PILAB_ROOT_FILESYSTEM: " + path + " holds no usr/sbin/sshd");
        }
        if (ready.isEmpty() && !usable(path)) {
            make(path, progress);
        }
        return path;
    }

    private static String marker() {
        return SUITE + " " + INCLUDE + "\n";
    }

    private static boolean usable(Path path) {
        try {
            return Files.readString(path.resolve("etc/pilab-root")).equals(marker());
        } catch (IOException e) {
            return false;
        }
    }

    private void make(Path path, Consumer<String> progress) {
        try {
            Files.createDirectories(cache);
            Path lockFile = cache.resolve(path.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = wait(channel, progress)) {
                if (!usable(path)) {
                    build(path, progress);
                }
            }
        } catch (IOException e) {
            throw new RigException(
                    RigException.RigFailure.BROKEN,
                    "cannot make the root filesystem " + path + ": " + e + "; PILAB_CACHE names another place",
                    e);
        }
    }

    private static FileLock wait(FileChannel channel, Consumer<String> progress) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock == null) {
            progress.accept("root filesystem: another pilab is making it; waiting");
            lock = channel.lock();
        }
        return lock;
    }

    private void build(Path path, Consumer<String> progress) throws IOException {
        Path partial = cache.resolve(path.getFileName() + ".partial");
        FileTree.delete(partial);
        Files.createDirectory(partial);
        bootstrap.make(partial, SUITE, INCLUDE, progress);
        tidy(partial);
        Files.writeString(partial.resolve("etc/pilab-root"), marker());
        FileTree.delete(path);
        Files.move(partial, path);
    }

    /** Removes what must differ between hosts, and what only takes space. */
    private static void tidy(Path root) throws IOException {
        FileTree.deleteChildren(root.resolve("etc/ssh"), "ssh_host_*");
        FileTree.deleteChildren(root.resolve("var/cache/apt/archives"), "*.deb");
        FileTree.deleteChildren(root.resolve("var/lib/apt/lists"), "*");
        Files.deleteIfExists(root.resolve("etc/resolv.conf"));
        Files.deleteIfExists(root.resolve("etc/machine-id"));
    }
}
