package io.pilab.endings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process of a virtual host, with the numbers that it has there.
 *
 * @param command its words; what a zombie has is gone
 */
record HostProcess(int pid, int parent, String command) {
    /**
     * What runs on a host, the lower number first. Read from outside, so that a host that lets nobody in can be asked.
     *
     * @param proc the host's own {@code /proc}
     */
    static List<HostProcess> in(Path proc) {
        List<HostProcess> processes = new ArrayList<>();
        try (Stream<Path> all = Files.list(proc)) {
            all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .forEach(path -> of(path).ifPresent(processes::add));
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of(); // it is down
        }
        processes.sort(Comparator.comparingInt(HostProcess::pid));
        return processes;
    }

    private static Optional<HostProcess> of(Path folder) {
        try {
            String command = new String(Files.readAllBytes(folder.resolve("cmdline")), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
            String stat = new String(Files.readAllBytes(folder.resolve("stat")), StandardCharsets.ISO_8859_1);
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            int pid = Integer.parseInt(folder.getFileName().toString());
            return words[0].equals("Z")
                    ? Optional.empty()
                    : Optional.of(new HostProcess(pid, Integer.parseInt(words[1]), command));
        } catch (IOException e) {
            return Optional.empty(); // ended meanwhile
        }
    }
}
