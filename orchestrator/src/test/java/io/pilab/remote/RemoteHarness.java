package io.pilab.remote;

import static io.pilab.remote.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens Remotes and a folder on the host for a contract, and sees that nothing is left of them. */
abstract class RemoteHarness {
    protected static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    protected Path local;

    protected Remote remote;
    protected String folder;
    private final List<Remote> opened = new ArrayList<>();

    /** A new Remote to the same host, not connected; the contract closes it. */
    protected abstract Remote create();

    /** Ends every connection from the host's side, at once. */
    protected abstract void dropConnections();

    @BeforeEach
    void connect() {
        remote = open();
        folder = run("mktemp", "-d").strip();
    }

    @AfterEach
    void leaveNothingBehind() {
        remote.connect();
        run("rm", "-rf", folder);
        opened.forEach(Remote::close);
        eventually("no thread of a closed connection is left", () -> threads().isEmpty());
    }

    protected final Remote open() {
        Remote next = create();
        opened.add(next);
        next.connect();
        return next;
    }

    protected final String run(String... words) {
        CommandResult result = remote.exec(RemoteCommand.of(words));
        assertThat(result.errorText())
                .as("standard error of %s", List.of(words))
                .isEmpty();
        assertThat(result.exitCode()).as("exit code of %s", List.of(words)).isZero();
        return result.text();
    }

    protected static RemoteCommand shell(String script) {
        return RemoteCommand.of("sh", "-c", script);
    }

    protected static RemoteException failure(Runnable action) {
        RemoteException e = catchThrowableOfType(RemoteException.class, action::run);
        assertThat(e).as("a RemoteException").isNotNull();
        return e;
    }

    protected final void processIsGone() {
        String pid = run("cat", folder + "/pid").strip();
        eventually(
                "process " + pid + " is gone",
                () -> remote.exec(shell("kill -0 " + pid)).exitCode() != 0);
    }

    protected final boolean exists(String path) {
        return remote.exec(RemoteCommand.of("test", "-s", path)).succeeded();
    }

    protected static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("pilab-ssh-") || name.startsWith("sshj-"))
                .toList();
    }
}
