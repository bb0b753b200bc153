package io.pilab.remote.sshj;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A real ssh-agent with a socket of its own. Nothing of it is left when it is closed. */
final class OpenSshAgent implements AutoCloseable {
    private final Path directory;
    private final Path socket;
    private final Process process;

    OpenSshAgent(Path directory) throws IOException {
        this.directory = directory;
        this.socket = directory.resolve("agent");
        this.process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .start();
        // it says so once the socket is there
        int first = process.getInputStream().read();
        if (first < 0) {
            throw new IOException("ssh-agent did not start");
        }
    }

    Path socket() {
        return socket;
    }

    void add(Path... keys) throws IOException {
        List<String> words = new ArrayList<>(List.of("-q"));
        for (Path key : keys) {
            words.add(key.toString());
        }
        sshAdd("a passphrase", words);
    }

    void lock() throws IOException {
        sshAdd("the lock", List.of("-x"));
    }

    void removeAll() throws IOException {
        sshAdd("", List.of("-q", "-D"));
    }

    private void sshAdd(String answer, List<String> words) throws IOException {
        Path askpass = Files.writeString(directory.resolve("askpass.sh"), "#!/bin/sh\necho '" + answer + "'\n");
        Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
        List<String> line = new ArrayList<>(List.of("setsid", "-w", "ssh-add"));
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        builder.environment().put("SSH_ASKPASS", askpass.toString());
        builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
        Process add = builder.start();
        String said = new String(add.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (add.waitFor() != 0) {
                throw new IOException(line + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Files.deleteIfExists(socket);
    }
}
