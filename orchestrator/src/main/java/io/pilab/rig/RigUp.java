package io.pilab.rig;

import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.SshTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Raises a rig whose names are all unused. */
record RigUp(Lab lab, RigPlan plan, Processes processes) {
    private static final Duration SSHD_LIMIT = Duration.ofSeconds(30);

    void run(ShutdownDelay delay) {
        try {
            prepare();
            for (CommandPhase phase : plan.phases()) {
                delay.check();
                ParallelTasks.each(phase.commands(), processes::must);
            }
            CongestionControl.ofMachine(processes).set(lab.rig().congestionControl(), plan.congestionControl());
            delay.check();
            ParallelTasks.each(plan.hosts(), host -> start(host, delay));
            Files.writeString(plan.names().knownHosts(), knownHosts());
            Files.writeString(plan.names().planFile(), plan.text());
            delay.check();
        } catch (IOException e) {
            throw new RigException(
                    RigException.RigFailure.BROKEN,
                    "cannot write to " + plan.names().directory() + ": " + e,
                    e);
        }
    }

    private void prepare() throws IOException {
        RigNames names = plan.names();
        Files.createDirectories(names.directory());
        processes.must(LocalCommand.of(
                "mount", "-t", "tmpfs", "-o", "mode=0755,nosuid,nodev", "pilab-rig", "" + names.directory()));
        for (String script : List.of("supervise.sh", "host.sh", "reboot.sh", "rig-switch.sh")) {
            try (InputStream in = RigUp.class.getResourceAsStream(script)) {
                Files.write(names.directory().resolve(script), in.readAllBytes());
            }
        }
        Files.writeString(names.directory().resolve("hosts.txt"), plan.hostsFile());
        processes.must(LocalCommand.of(
                "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "pilab-rig", "-f", "" + names.identity()));
        Files.setPosixFilePermissions(names.identity(), PosixFilePermissions.fromString("rw-------"));
        for (HostPlan host : plan.hosts()) {
            for (String part : Set.of("upper", "work", "root")) {
                Files.createDirectories(names.hostDirectory(host.name()).resolve(part));
            }
            Files.writeString(names.hostDirectory(host.name()).resolve("network.sh"), host.network());
        }
    }

    private void start(HostPlan host, ShutdownDelay delay) {
        Path log = plan.names().hostLog(host.name());
        Process process = processes.start(host.words(), log);
        Namespaces namespaces = new Namespaces(processes);
        boolean answered = Condition.await(SSHD_LIMIT, () -> {
            delay.check();
            return !process.isAlive() || namespaces.listens(host.namespace(), host.port());
        });
        if (!process.isAlive() || !answered) {
            throw new RigException(
                    RigException.RigFailure.BROKEN,
                    host.name() + ": its sshd does not listen on port " + host.port() + "; its log:\n" + tail(log));
        }
    }

    private static String tail(Path log) {
        LogTail tail = new LogTail();
        try {
            Files.readAllLines(log).forEach(tail::add);
        } catch (IOException e) {
            tail.add("(" + e + ")");
        }
        return tail.text();
    }

    /** Written from the keys themselves, so that no first connection needs trust. */
    private String knownHosts() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Host host : lab.hosts()) {
            Path publicKey = plan.names().hostDirectory(host.name()).resolve("upper/etc/ssh/ssh_host_ed25519_key.pub");
            String[] words = Files.readString(publicKey).split(" ");
            SshTarget ssh = host.ssh();
            Set<String> names = new TreeSet<>(Set.of(ssh.address()));
            host.interfaces().stream().map(NetworkInterface::address).forEach(a -> names.add(a.ip()));
            for (String name : names) {
                String where = ssh.port() == 22 ? name : "[" + name + "]:" + ssh.port();
                lines.append(where)
                        .append(' ')
                        .append(words[0])
                        .append(' ')
                        .append(words[1])
                        .append('\n');
            }
        }
        return lines.toString();
    }
}
