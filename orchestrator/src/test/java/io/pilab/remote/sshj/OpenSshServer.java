package io.pilab.remote.sshj;

import io.pilab.lab.SshTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A real OpenSSH server on a free loopback port; see sshd.sh. Nothing of it is left when it is closed. */
final class OpenSshServer implements AutoCloseable {
    private static final String VARIABLE = "PILAB_ROOT_FILESYSTEM";

    private final Path directory;
    private final int port;
    private final Process process;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    /** The directory takes the keys and known_hosts. */
    OpenSshServer(Path directory) throws IOException {
        this(directory, "");
    }

    /** @param line for its sshd_config */
    OpenSshServer(Path directory, String line) throws IOException {
        this.directory = directory;
        this.port = freePort();
        Path script = directory.resolve("sshd.sh");
        try (InputStream in = OpenSshServer.class.getResourceAsStream("sshd.sh")) {
            Files.copy(in, script);
        }
        this.process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "sh",
                        script.toString(),
                        root().toString(),
                        directory.toString(),
                        Integer.toString(port),
                        line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        awaitBanner();
    }

    SshTarget target(String user, String key) {
        return new SshTarget("127.0.0.1", port, user, Optional.of(key(key)), Optional.empty());
    }

    SshSettings settings() {
        return settings(file -> Optional.empty());
    }

    SshSettings settings(Passphrases passphrases) {
        return new SshSettings(Duration.ofSeconds(10), Duration.ofSeconds(2), 3, directory, passphrases);
    }

    /** Makes the host known by one of its keys, and by nothing else. */
    void know(String hostKey) {
        knownHosts("[127.0.0.1]:" + port + " " + text(hostKey + ".pub"));
    }

    void knownHosts(String text) {
        try {
            Files.writeString(directory.resolve("known_hosts"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    int port() {
        return port;
    }

    Path key(String name) {
        return directory.resolve("keys").resolve(name);
    }

    String text(String name) {
        try {
            return Files.readString(key(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code SHA256:...} as ssh-keygen prints it. */
    String fingerprint(String hostKey) {
        return text(hostKey + ".fingerprint").split(" ")[1];
    }

    /** Ends the processes that serve connections; the one that listens stays. */
    void dropConnections() {
        listener().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    /** Stops them in place: the connections stay, and nobody answers. */
    void freezeConnections() {
        signal("STOP", listener().descendants().map(ProcessHandle::pid).toList());
    }

    void thawConnections() {
        signal("CONT", listener().descendants().map(ProcessHandle::pid).toList());
    }

    @Override
    public void close() {
        // the first process of the namespace takes the others with it, and unshare then ends by itself
        process.children().forEach(ProcessHandle::destroyForcibly);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProcessHandle listener() {
        return process.children().findFirst().orElseThrow(() -> new IllegalStateException("sshd has ended: " + log));
    }

    private static void signal(String name, List<Long> pids) {
        for (long pid : pids) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .inheritIO()
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitBanner() throws IOException {
        BufferedReader errors = process.errorReader();
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            log.add(line);
            if (line.contains("Server listening on")) {
                Thread reader = new Thread(() -> follow(errors), "sshd-log");
                reader.setDaemon(true);
                reader.start();
                return;
            }
        }
        throw new IllegalStateException("sshd did not start: " + log);
    }

    /** Else sshd blocks once the pipe is full. */
    private void follow(BufferedReader errors) {
        try {
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                log.add(line);
            }
        } catch (IOException e) {
            log.add("the end: " + e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path root() {
        Optional<String> named = Optional.ofNullable(System.getProperty(VARIABLE, System.getenv(VARIABLE)));
        if (Files.isExecutable(Path.of("/usr/sbin/sshd")) && Files.isExecutable(Path.of("/usr/bin/sudo"))) {
            return Path.of("/");
        }
        return named.map(Path::of)
                .filter(root -> Files.isExecutable(root.resolve("usr/sbin/sshd")))
                .orElseThrow(() -> new IllegalStateException("this test needs a real OpenSSH server and root: apt-get"
                        + " install openssh-server sudo, or set " + VARIABLE + " to a Debian root filesystem that has"
                        + " both (it is " + named.orElse("not set") + ")"));
    }
}
