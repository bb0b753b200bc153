package io.pilab.rig;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * The names and paths of a rig's parts. Nothing else is needed to take a rig down.
 *
 * @param runtime the directory that holds every rig's directory, {@code /run/pilab-rig}
 */
record RigNames(Path runtime, String lab) {
    private static final Path RUNTIME = Path.of("/run/pilab-rig");
    private static final Path NAMESPACES = Path.of("/run/netns");

    static RigNames of(String lab) {
        return new RigNames(RUNTIME, lab);
    }

    /** The prefix of every namespace of this rig. */
    String prefix() {
        return prefix(lab);
    }

    private static String prefix(String lab) {
        return "pilab-" + lab + "-";
    }

    String host(String name) {
        return prefix() + name;
    }

    String switchNamespace() {
        return prefix() + "switch";
    }

    String controllerNamespace() {
        return prefix() + "controller";
    }

    /** The file of a namespace, as ip-netns(8) keeps it. */
    static Path namespaceFile(String namespace) {
        return NAMESPACES.resolve(namespace);
    }

    Path directory() {
        return runtime.resolve(lab);
    }

    Path hostDirectory(String name) {
        return directory().resolve("hosts").resolve(name);
    }

    Path hostLog(String name) {
        return hostDirectory(name).resolve("log");
    }

    Path identity() {
        return directory().resolve("identity");
    }

    Path knownHosts() {
        return directory().resolve("known_hosts");
    }

    Path planFile() {
        return directory().resolve("plan.txt");
    }

    Path lockFile() {
        return runtime.resolve(lab + ".lock");
    }

    /**
     * Whether a namespace is this rig's. {@code pilab-a-b-client} begins with the prefixes of the labs {@code a} and
     * {@code a-b}. It belongs to {@code a-b} if that lab has a rig.
     *
     * @param labs the labs that have a rig
     */
    boolean owns(String namespace, Collection<String> labs) {
        Optional<String> longer = labs.stream()
                .filter(other -> other.length() > lab.length() && namespace.startsWith(prefix(other)))
                .max(Comparator.comparingInt(String::length));
        return namespace.startsWith(prefix()) && longer.isEmpty();
    }
}
