package io.pilab.rig;

import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.rig.RigStatus.HostStatus;
import io.pilab.time.Uninterrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The virtual rig of a lab: a network namespace, a root filesystem and an sshd for each host, a switch between them, and
 * a place for the controller at the switch. Every method throws {@link RigException}.
 */
public final class Rig {
    /** The private key that every host of the rig accepts. */
    public static final String IDENTITY_VARIABLE = "PILAB_SSH_IDENTITY";

    /** The host keys of the rig. */
    public static final String KNOWN_HOSTS_VARIABLE = "PILAB_SSH_KNOWN_HOSTS";

    /** Ignores the operator's ssh_config, which does not know the rig. */
    private static final String CONFIG_VARIABLE = "PILAB_SSH_CONFIG";

    private final Lab lab;
    private final Map<String, String> environment;
    private final RigNames names;
    private final Processes processes = new LocalProcesses();

    private Rig(Lab lab, Map<String, String> environment) {
        this.lab = lab;
        this.environment = Map.copyOf(environment);
        this.names = RigNames.of(lab.name());
    }

    /**
     * The rig of a lab, raised or not.
     *
     * @param environment the process's variables
     */
    public static Rig of(Lab lab, Map<String, String> environment) {
        return new Rig(lab, environment);
    }

    /** The path of the hosts' root filesystem. Builds it first when it does not exist. */
    public static Path rootFilesystem(Map<String, String> environment, Consumer<String> progress) {
        Processes processes = new LocalProcesses();
        Machine.ours(processes).requireRoot("pilab rig root");
        return RootFilesystem.of(environment, Debootstrap.ofMachine(processes, environment))
                .ensure(progress);
    }

    /**
     * Raises the rig and returns when every sshd listens. A failure, or a signal to stop, takes back what was begun.
     *
     * @return whether this call raised it; false when it was up already
     */
    public boolean up(Consumer<String> progress) {
        Machine machine = Machine.ours(processes);
        machine.requireRoot("pilab rig up");
        HostTools.ofMachine(processes, environment).forRig(progress);
        machine.requireKernel();
        RigPlan plan = RigPlan.of(lab, names, rootFilesystem(environment, progress));
        try (ShutdownDelay delay = ShutdownDelay.begin();
                RigLock lock = RigLock.take(names)) {
            if (isUp(plan)) {
                progress.accept("rig " + lab.name() + " is up already");
                return false;
            }
            requireNoOther(plan);
            RigDown down = new RigDown(names, processes);
            if (down.run()) {
                progress.accept("rig " + lab.name() + ": removed the remains of an earlier one");
            }
            progress.accept("rig " + lab.name() + ": starting " + lab.hosts().size() + " hosts");
            raise(plan, down, delay);
            return true;
        }
    }

    private void raise(RigPlan plan, RigDown down, ShutdownDelay delay) {
        try {
            new RigUp(lab, plan, processes).run(delay);
        } catch (RuntimeException e) {
            try {
                Uninterrupted.run(down::run);
            } catch (RigException second) {
                second.addSuppressed(e);
                throw new RigException(
                        RigException.RigFailure.BROKEN, e.getMessage() + "\nthen: " + second.getMessage(), second);
            }
            throw e;
        }
    }

    private boolean isUp(RigPlan plan) {
        return planned().equals(Optional.of(plan.text())) && status().up();
    }

    /** A running rig is not replaced by one of another shape. */
    private void requireNoOther(RigPlan plan) {
        Namespaces namespaces = new Namespaces(processes);
        boolean runs =
                namespaces.of(names).stream().anyMatch(n -> namespaces.init(n).isPresent());
        if (runs && planned().filter(text -> !text.equals(plan.text())).isPresent()) {
            throw new RigException(
                    RigException.RigFailure.BROKEN,
                    "rig " + lab.name()
                            + " is up, raised from a lab file that differs from this one; it was left alone."
                            + "\n  Take it down first: pilab rig down, or give this lab another name.");
        }
    }

    /** The plan by which the rig was raised. Empty when there is none, or when it was not completed. */
    private Optional<String> planned() {
        try {
            return Optional.of(Files.readString(names.planFile()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** All rigs of this machine, by the name of their lab. */
    public static List<RigSummary> all() {
        Processes processes = new LocalProcesses();
        Machine.ours(processes).requireRoot("pilab rig list");
        Namespaces namespaces = new Namespaces(processes);
        return Namespaces.rigs(RigNames.of("").runtime()).stream()
                .map(RigNames::of)
                .map(rig -> RigSummary.of(rig, namespaces))
                .toList();
    }

    /** Removes everything of the rig in any state. Returns whether anything existed. */
    public boolean down() {
        Machine.ours(processes).requireRoot("pilab rig down");
        HostTools.ofMachine(processes, environment).forRig(line -> {});
        try (ShutdownDelay delay = ShutdownDelay.begin();
                RigLock lock = RigLock.take(names)) {
            return new RigDown(names, processes).run();
        } finally {
            removeWhenEmpty(names.runtime());
        }
    }

    private static void removeWhenEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // another lab's rig is in the namespace
        }
    }

    /** The status of the rig. Needs no lock. */
    public RigStatus status() {
        Machine.ours(processes).requireRoot("pilab rig status");
        boolean network = Namespaces.exists(names.switchNamespace()) && Namespaces.exists(names.controllerNamespace());
        return new RigStatus(lab.name(), network, ParallelTasks.map(lab.hosts(), this::status));
    }

    private HostStatus status(Host host) {
        Namespaces namespaces = new Namespaces(processes);
        String namespace = names.host(host.name());
        List<String> addresses = host.interfaces().stream()
                .map(i -> i.name() + " " + i.address())
                .toList();
        return new HostStatus(
                host.name(),
                addresses,
                namespaces.init(namespace),
                namespaces.listens(namespace, host.ssh().port()));
    }

    /** The rig's directory, which exists while the rig is up. */
    public Path directory() {
        return names.directory();
    }

    public Path identity() {
        return names.identity();
    }

    public Path knownHosts() {
        return names.knownHosts();
    }

    /**
     * Runs a command at the controller's place in the rig's network, with the standard streams of this process. Its
     * environment says how to log in.
     *
     * @return the command's exit code
     */
    public int execInController(List<String> words, Map<String, String> environment) {
        Machine.ours(processes).requireRoot("pilab rig exec");
        if (!Namespaces.exists(names.controllerNamespace()) || !Files.exists(names.knownHosts())) {
            throw notUp("rig " + lab.name());
        }
        Map<String, String> all = new HashMap<>(Map.of(
                IDENTITY_VARIABLE,
                identity().toString(),
                KNOWN_HOSTS_VARIABLE,
                knownHosts().toString(),
                CONFIG_VARIABLE,
                "none"));
        all.putAll(environment);
        List<String> line = new ArrayList<>(
                List.of("nsenter", "--net=" + RigNames.namespaceFile(names.controllerNamespace()), "--"));
        line.addAll(words);
        return processes.inherit(line, all);
    }

    /** Runs a command inside a host as its root, with the standard streams of this process. Returns its exit code. */
    public int execOn(String hostName, List<String> words) {
        Machine.ours(processes).requireRoot("pilab rig exec");
        Host host = lab.host(hostName)
                .orElseThrow(() -> new RigException(
                        RigException.RigFailure.INVALID,
                        "lab " + lab.name() + " has no host '" + hostName + "'; it has "
                                + String.join(
                                        ", ",
                                        lab.hosts().stream().map(Host::name).toList())));
        long pid = new Namespaces(processes)
                .init(names.host(host.name()))
                .orElseThrow(() -> notUp("host " + hostName + " of rig " + lab.name()));
        List<String> line = new ArrayList<>(
                List.of("nsenter", "--target", "" + pid, "--mount", "--uts", "--net", "--pid", "--root", "--wd", "--"));
        line.addAll(words);
        return processes.inherit(line, Map.of());
    }

    private static RigException notUp(String what) {
        return new RigException(RigException.RigFailure.BROKEN, what + " is not up; start it with: pilab rig up");
    }
}
