package io.pilab.endings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A control group in which a virtual host's processes can have no more of them. */
final class ProcessLimit {
    private static final Path CONTROLLER = Path.of("/sys/fs/cgroup/pids");
    private static final Path UNIFIED = Path.of("/sys/fs/cgroup");

    private final Path group;

    ProcessLimit(String name) {
        group = root().resolve(name);
    }

    private static Path root() {
        return Files.isDirectory(CONTROLLER) ? CONTROLLER : UNIFIED;
    }

    /** @param init the host's first process */
    void begin(long init) {
        try {
            if (root().equals(UNIFIED)) {
                Files.writeString(UNIFIED.resolve("cgroup.subtree_control"), "+pids");
            }
            Files.createDirectories(group);
            Path namespace = Files.readSymbolicLink(Path.of("/proc", "" + init, "ns/pid"));
            for (int pass = 0; pass < 3; pass++) { // whoever was born during one
                processes(namespace).forEach(pid -> move(pid, group));
            }
            String current = Files.readString(group.resolve("pids.current")).strip();
            Files.writeString(group.resolve("pids.max"), current);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> processes(Path namespace) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(path -> namespace.equals(namespaceOf(path)))
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    private static Path namespaceOf(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/pid"));
        } catch (IOException e) {
            return process; // it has ended
        }
    }

    private static void move(String pid, Path to) {
        try {
            Files.writeString(to.resolve("cgroup.procs"), pid);
        } catch (IOException e) {
            // it has ended
        }
    }

    /** Twice is once. */
    void end() {
        try {
            while (Files.exists(group)) {
                Files.writeString(group.resolve("pids.max"), "max");
                Files.readAllLines(group.resolve("cgroup.procs")).forEach(pid -> move(pid, root()));
                remove();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove() throws IOException {
        try {
            Files.deleteIfExists(group);
        } catch (java.nio.file.FileSystemException e) {
            Thread.onSpinWait(); // somebody was born in it meanwhile
        }
    }
}
