package io.pilab.remote;

import static io.pilab.remote.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Remote} that reaches a real host must do: with commands, with files and with connections. */
@Timeout(60)
public abstract class RemoteContract extends CommandContract {
    @Test
    void copiesAFileThereAndBack() throws IOException {
        Path file = local.resolve("a file");
        Files.write(file, bytes(3_000_000));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        String there = folder + "/a copy of it";
        remote.put(file, there);
        assertThat(run("stat", "-c", "%a %s", there)).isEqualTo("750 3000000\n");
        Path back = local.resolve("back");
        Files.writeString(back, "older");
        remote.get(there, back);
        assertThat(back).hasBinaryContent(Files.readAllBytes(file));
        assertThat(local).isDirectoryNotContaining(path -> path.toString().contains(".pilab-"));
        Files.writeString(file, "newer");
        remote.put(file, there);
        assertThat(run("cat", there)).isEqualTo("newer");
        assertThat(run("ls", folder)).isEqualTo("a copy of it\n");
    }

    @Test
    void aCopyThatFailsLeavesNothing() throws IOException {
        Path file = Files.write(local.resolve("file"), bytes(100_000));
        RemoteException noFolder = failure(() -> remote.put(file, folder + "/none/file"));
        assertThat(noFolder.kind()).isEqualTo(RemoteFailure.TRANSFER);
        assertThat(noFolder).hasMessageContaining("/none/file failed: No such file");
        RemoteException noSource = failure(() -> remote.put(local.resolve("none"), folder + "/file"));
        assertThat(noSource.kind()).isEqualTo(RemoteFailure.TRANSFER);
        assertThat(noSource).hasMessageContaining("failed: NoSuchFileException: " + local.resolve("none"));
        run("mkdir", "-p", folder + "/taken/deeper");
        assertThat(failure(() -> remote.put(file, folder + "/taken")).kind()).isEqualTo(RemoteFailure.TRANSFER);
        assertThat(run("ls", "-A", folder)).isEqualTo("taken\n");
        RemoteException noFile = failure(() -> remote.get(folder + "/none", local.resolve("got")));
        assertThat(noFile.kind()).isEqualTo(RemoteFailure.TRANSFER);
        assertThat(noFile)
                .hasMessageContaining("copying " + folder + "/none to ")
                .hasMessageContaining("No such file");
        assertThat(local.toFile().list()).containsExactly("file");
    }

    @Test
    void anInterruptedCopyLeavesNothing() throws Exception {
        Path file = local.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(2_000_000_000L);
        }
        AtomicReference<RemoteException> seen = new AtomicReference<>();
        Thread copying = new Thread(() -> seen.set(failure(() -> remote.put(file, folder + "/large"))));
        copying.start();
        eventually("the copy is under way", () -> !run("ls", folder).isEmpty());
        copying.interrupt();
        copying.join(10_000);
        assertThat(seen.get()).hasMessageEndingWith("/large was interrupted");
        assertThat(seen.get().kind()).isEqualTo(RemoteFailure.INTERRUPTED);
        eventually("nothing is left of the copy", () -> run("ls", folder).isEmpty());
    }

    @Test
    void connectIsIdempotentAndCloseIsFinalUntilTheNextConnect() {
        remote.connect();
        assertThat(run("echo", "1")).isEqualTo("1\n");
        remote.close();
        remote.close();
        RemoteException e = failure(() -> remote.exec(RemoteCommand.of("true")));
        assertThat(e.kind()).isEqualTo(RemoteFailure.CONNECTION_LOST);
        assertThat(e).hasMessageStartingWith(remote.host() + ": not connected to ");
        assertThat(e.nothingStarted()).isTrue();
        remote.connect();
        assertThat(run("echo", "2")).isEqualTo("2\n");
    }

    @Test
    void aLostConnectionIsSaidAndConnectsAgain() throws Exception {
        AtomicReference<RemoteException> seen = new AtomicReference<>();
        Thread waiting = new Thread(() -> seen.set(failure(() -> remote.exec(
                shell("echo $$ > " + folder + "/pid; exec sleep 300").timeout(LONG)))));
        waiting.start();
        eventually("the command runs", () -> exists(folder + "/pid"));
        dropConnections();
        waiting.join(10_000);
        assertThat(seen.get()).as("the failure of the command that ran").isNotNull();
        assertThat(seen.get().kind()).isEqualTo(RemoteFailure.CONNECTION_LOST);
        assertThat(seen.get()).hasMessageContaining("was lost while running 'sh -c ");
        assertThat(seen.get().passing()).isTrue();
        assertThat(seen.get().nothingStarted()).isFalse();
        RemoteException next = failure(() -> remote.exec(RemoteCommand.of("true")));
        assertThat(next.kind()).isEqualTo(RemoteFailure.CONNECTION_LOST);
        assertThat(next.nothingStarted()).isTrue();
        remote.connect();
        assertThat(run("echo", "back")).isEqualTo("back\n");
        remote.exec(shell("kill $(cat " + folder + "/pid)"));
    }
}
