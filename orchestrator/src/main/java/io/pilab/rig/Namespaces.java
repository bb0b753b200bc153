package io.pilab.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes in the network namespaces of this machine. */
record Namespaces(Processes processes) {
    /** The named namespaces of a rig, also of hosts that the lab no longer has. */
    List<String> of(RigNames names) {
        List<String> rigs = rigs(names.runtime());
        return entries(RigNames.namespaceFile("")).stream()
                .filter(namespace -> names.owns(namespace, rigs))
                .toList();
    }

    /** The labs that have a rig, or remains of one. */
    static List<String> rigs(Path runtime) {
        return entries(runtime).stream()
                .filter(entry -> Files.isDirectory(runtime.resolve(entry)))
                .toList();
    }

    private static List<String> entries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of(); // the directory does not exist yet
        }
    }

    static boolean exists(String namespace) {
        return Files.exists(RigNames.namespaceFile(namespace));
    }

    /** Empty when the namespace has just gone, as that of a host that reboots. */
    List<Long> pids(String namespace) {
        LocalCommand command = LocalCommand.of("ip", "netns", "pids", namespace);
        Answer answer = processes.run(command);
        if (!answer.succeeded() && exists(namespace)) {
            answer = processes.must(command);
        }
        return answer.succeeded() ? answer.lines().stream().map(Long::valueOf).toList() : List.of();
    }

    /** The process that is PID 1 inside a namespace's host. */
    Optional<Long> init(String namespace) {
        if (!exists(namespace)) {
            return Optional.empty();
        }
        return pids(namespace).stream().filter(Namespaces::isInit).findFirst();
    }

    /** proc_pid_status(5): NSpid lists a process's number in each PID namespace, the innermost last. */
    private static boolean isInit(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", "" + pid, "status")).stream()
                    .anyMatch(line -> line.matches("NSpid:(\\s+\\d+)+\\s+1"));
        } catch (IOException e) {
            return false; // the process has ended
        }
    }

    boolean listens(String namespace, int port) {
        return exists(namespace)
                && processes
                        .run(inside(namespace, "ss", "-Htln", "sport = :" + port))
                        .output()
                        .contains(":" + port);
    }

    private static LocalCommand inside(String namespace, String... words) {
        return LocalCommand.of(
                Stream.concat(Stream.of("nsenter", "--net=" + RigNames.namespaceFile(namespace)), Stream.of(words))
                        .toArray(String[]::new));
    }
}
