package io.pilab.rig;

import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A rig that a test raises, with ways to look into it. Its lab's name is this JVM's own, so that tests never meet. */
public final class TestingRig implements AutoCloseable {
    /** What tests hold that make networks of their own: one class of them at a time. */
    public static final String HERE = "rig";

    final Lab lab;
    public final Rig rig;
    final RigNames names;
    final LocalProcesses processes = new LocalProcesses();

    /** A rig that is up, or that is raised elsewhere. */
    public TestingRig(Lab lab) {
        this.lab = lab;
        this.rig = Rig.of(lab, System.getenv());
        this.names = RigNames.of(lab.name());
    }

    public static String name(String what) {
        return "it-" + ProcessHandle.current().pid() + "-" + what;
    }

    public static TestingRig up(Lab lab) {
        TestingRig rig = new TestingRig(lab);
        long start = System.nanoTime();
        rig.rig.up(line -> {});
        System.out.printf("rig up: %d hosts in %.1f s%n", lab.hosts().size(), (System.nanoTime() - start) / 1e9);
        return rig;
    }

    /** Runs a command over SSH, from the controller's place. */
    Answer ssh(Host host, String command) {
        return processes.run(LocalCommand.of(
                "nsenter",
                "--net=" + RigNames.namespaceFile(names.controllerNamespace()),
                "ssh",
                "-F/dev/null",
                "-oBatchMode=yes",
                "-oConnectTimeout=5",
                "-oUserKnownHostsFile=" + rig.knownHosts(),
                "-p" + host.ssh().port(),
                "-i" + rig.identity(),
                host.ssh().user() + "@" + host.ssh().address(),
                command));
    }

    /** Runs a command as a host's root. */
    Answer on(String host, String... words) {
        return processes.run(LocalCommand.of(inside(host, words).toArray(String[]::new)));
    }

    /** The process that is PID 1 inside a host; throws NoSuchElementException while it is down. */
    public long init(String host) {
        return new Namespaces(processes).init(names.host(host)).orElseThrow();
    }

    /** The words that run a command as a host's root. */
    public List<String> inside(String host, String... words) {
        return inside(init(host), words);
    }

    /** The same in the host that has this first process. */
    public static List<String> inside(long pid, String... words) {
        List<String> line = new ArrayList<>(
                List.of("nsenter", "--target", "" + pid, "--mount", "--uts", "--net", "--pid", "--root", "--wd", "--"));
        line.addAll(Arrays.asList(words));
        return line;
    }

    /** The words that run a command at the controller's place. */
    public List<String> atController(String... words) {
        List<String> line =
                new ArrayList<>(List.of("nsenter", "--net=" + RigNames.namespaceFile(names.controllerNamespace())));
        line.addAll(Arrays.asList(words));
        return line;
    }

    Answer inNamespace(String namespace, String... words) {
        List<String> line = new ArrayList<>(List.of("nsenter", "--net=" + RigNames.namespaceFile(namespace)));
        line.addAll(Arrays.asList(words));
        return processes.run(LocalCommand.of(line.toArray(String[]::new)));
    }

    /** What there is of this rig on the machine; empty when there is nothing. */
    Map<String, List<String>> traces() throws IOException {
        Map<String, List<String>> traces = new TreeMap<>();
        put(traces, "namespaces", new Namespaces(processes).of(names));
        put(
                traces,
                "mounts",
                Files.readAllLines(Path.of("/proc/mounts")).stream()
                        .filter(line -> line.contains(lab.name()))
                        .toList());
        put(
                traces,
                "processes",
                ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains(names.directory() + "/"))
                        .map(p -> p.pid() + " " + p.info().commandLine().orElse(""))
                        .toList());
        put(traces, "files", Files.exists(names.directory()) ? List.of("" + names.directory()) : List.of());
        put(traces, "lock", Files.exists(names.lockFile()) ? List.of("" + names.lockFile()) : List.of());
        return traces;
    }

    private static void put(Map<String, List<String>> traces, String kind, List<String> found) {
        if (!found.isEmpty()) {
            traces.put(kind, found);
        }
    }

    @Override
    public void close() {
        rig.down();
    }
}
