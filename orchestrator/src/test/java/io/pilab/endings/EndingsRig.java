package io.pilab.endings;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.agent.ScriptFile;
import io.pilab.cli.Main;
import io.pilab.config.LabFile;
import io.pilab.lab.Lab;
import io.pilab.rig.RigException;
import io.pilab.rig.TestingRig;
import io.pilab.state.StateDifference;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A rig with many pairs, each in a network of its own: pair n has the hosts {@code c<n>} and {@code s<n>}. */
final class EndingsRig implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> STATE = new TypeReference<>() {};

    /** What was built, and these tests. */
    static final String CLASS_PATH = Path.of("target/pilab.jar").toAbsolutePath()
            + File.pathSeparator
            + Path.of("target/test-classes").toAbsolutePath();

    /** Where each host keeps the scripts that we look with: not those of the run, which are part of what is tested. */
    private static final String LOOK = "/usr/local/share/look";

    final Lab lab;
    final Path labFile;
    private final TestingRig rig;
    private final Map<String, Path> roots = new ConcurrentHashMap<>();

    private EndingsRig(Lab lab, Path labFile) {
        this.lab = lab;
        this.labFile = labFile;
        this.rig = TestingRig.up(lab);
    }

    /** @param rows what each pair is for, which decides on its endpoints */
    static EndingsRig up(Path folder, String name, List<FaultRow> rows) throws IOException {
        StringBuilder text = new StringBuilder("lab: " + TestingRig.name(name) + "\n")
                .append("ssh: { user: pi }\niperf3: { source: package }\nhosts:\n");
        for (int n = 0; n < rows.size(); n++) {
            String endpoint = rows.get(n).kind().equals("endpoint-add") ? ", endpoint: none" : "";
            text.append(host("c" + n, "client", "172.31." + n + ".1", "172.31." + n + ".2", endpoint));
            text.append(host("s" + n, "server", "172.31." + n + ".3", "172.31." + n + ".4", ""));
        }
        text.append("pairs:\n");
        for (int n = 0; n < rows.size(); n++) {
            text.append("  - { client: c" + n + ", server: s" + n + " }\n");
        }
        text.append("rig:\n  links: { eth0: 8mbit, wlan0: 8mbit }\n");
        return up(folder, text.toString());
    }

    /** @param lab the text of its file */
    static EndingsRig up(Path folder, String lab) throws IOException {
        Path file = Files.writeString(folder.resolve("lab.yaml"), lab);
        EndingsRig rig = new EndingsRig(LabFile.load(file, Map.of()), file);
        rig.furnish();
        return rig;
    }

    private static String host(String name, String role, String eth0, String wlan0, String endpoint) {
        return """
                  %s:
                    role: %s
                    address: %s
                    interfaces:
                      eth0: { address: %s/24 }
                      wlan0: { address: %s/24%s }
                """.formatted(name, role, eth0, eth0, wlan0, endpoint);
    }

    /** A radio's program that does to a cable what it would do to the air, and scripts to look with. */
    private void furnish() throws IOException {
        StringBuilder script = new StringBuilder("mkdir -p " + LOOK + "/lib\n");
        for (ScriptFile each : ScriptFile.all()) {
            script.append("cat >" + LOOK + "/" + each.path() + " <<'END-OF-FILE'\n")
                    .append(each.text())
                    .append("END-OF-FILE\n");
        }
        script.append("""
                cat >/usr/sbin/wpa_cli <<'END-OF-FILE'
                #!/bin/sh
                case "$*" in
                  *disconnect) ip link set dev "$2" down ;;
                  *reconnect) ip link set dev "$2" up ;;
                esac
                echo OK
                END-OF-FILE
                chmod 755 /usr/sbin/wpa_cli
                """);
        Path file = Files.writeString(labFile.resolveSibling("furnish.sh"), script);
        lab.hosts()
                .forEach(h ->
                        demand(run(new ProcessBuilder(rig.inside(h.name(), "sh", "-s")).redirectInput(file.toFile()))));
    }

    /** The words that start pilab in a process of its own. */
    static List<String> pilab(String classPath) {
        return List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Main.class.getName());
    }

    /** How a command ended. */
    record Ended(int code, String text) {}

    /** Runs a shell command as a host's root; a host that is down has no process, and answers nothing. */
    Ended in(String host, String command) {
        return init(host)
                .map(pid -> run(new ProcessBuilder(TestingRig.inside(pid, "sh", "-c", command))))
                .orElse(new Ended(255, ""));
    }

    /**
     * The host's files that a pattern names, {@code run/pilab/deadman/*\/timer}, by way of its first process: so often asked
     * that a process for each question would be most of the machine's work. Empty while the host is down.
     */
    List<Path> files(String host, String pattern) {
        Path root = roots.computeIfAbsent(host, this::root);
        if (!Files.exists(root)) {
            roots.remove(host);
            return List.of();
        }
        List<Path> found = List.of(root);
        for (String part : pattern.split("/")) {
            found = found.stream()
                    .flatMap(folder -> part.equals("*") ? list(folder) : Stream.of(folder.resolve(part)))
                    .map(path -> target(root, path))
                    .toList();
        }
        return found.stream().filter(Files::exists).toList();
    }

    /** A symbolic link of the host's leads to the host's own files, not to this machine's. */
    private static Path target(Path root, Path path) {
        try {
            return Files.isSymbolicLink(path)
                    ? root.resolve(Path.of("/").relativize(Files.readSymbolicLink(path)))
                    : path;
        } catch (IOException e) {
            return path; // gone meanwhile
        }
    }

    private Path root(String host) {
        return init(host).map(pid -> Path.of("/proc", "" + pid, "root")).orElse(Path.of("/nowhere"));
    }

    /** The rig's memory on this machine. */
    Path directory() {
        return rig.rig.directory();
    }

    /** A host's first process, while it is up: from when on its files are its own and not this machine's. */
    Optional<Long> init(String host) {
        try {
            return Optional.of(rig.init(host)).filter(EndingsRig::hasFilesOfItsOwn);
        } catch (NoSuchElementException | RigException e) {
            return Optional.empty();
        }
    }

    private static boolean hasFilesOfItsOwn(long init) {
        try {
            return !Files.isSameFile(Path.of("/proc", "" + init, "root"), Path.of("/"));
        } catch (IOException e) {
            return false; // it has ended meanwhile
        }
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList().stream();
        } catch (IOException | UncheckedIOException e) {
            return Stream.empty();
        }
    }

    /** The contents of those files. */
    String read(String host, String pattern) {
        StringBuilder text = new StringBuilder();
        for (Path file : files(host, pattern)) {
            try {
                text.append(Files.readString(file));
            } catch (IOException e) {
                // gone meanwhile
            }
        }
        return text.toString();
    }

    /** Runs a command at the controller's place, told how to log in. */
    ProcessBuilder atController(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(rig.atController(words.toArray(String[]::new)));
        builder.environment().put("PILAB_SSH_IDENTITY", rig.rig.identity().toString());
        builder.environment().put("PILAB_SSH_KNOWN_HOSTS", rig.rig.knownHosts().toString());
        builder.environment().put("PILAB_SSH_CONFIG", "none");
        return builder;
    }

    Ended controller(String... words) {
        return run(atController(List.of(words)));
    }

    Map<String, Object> state(String host) {
        Ended ended = demand(in(host, "sh " + LOOK + "/snapshot.sh show"));
        try {
            return JSON.readValue(ended.text(), STATE);
        } catch (IOException e) {
            throw new UncheckedIOException(ended.text(), e);
        }
    }

    /** What of a host is not as it was. */
    List<String> difference(String host, Map<String, Object> before) {
        List<String> lines = new ArrayList<>();
        StateDifference.between(before, state(host)).forEach(line -> lines.add(host + ": " + line));
        return lines;
    }

    /** What the host cannot do, as the doctor asks it: the probe's answer for each ability. */
    Map<String, Object> abilities(String host) {
        try {
            return JSON.readValue(
                    demand(in(host, "sh " + LOOK + "/probe.sh abilities")).text(), STATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Ended demand(Ended ended) {
        if (ended.code() != 0) {
            throw new AssertionError("exited " + ended.code() + ": " + ended.text());
        }
        return ended;
    }

    static Ended run(ProcessBuilder builder) {
        try {
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + builder.command());
            }
            return new Ended(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        rig.close();
    }
}
