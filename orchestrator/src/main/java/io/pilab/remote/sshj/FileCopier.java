package io.pilab.remote.sshj;

import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.time.Deadline;
import io.pilab.time.Uninterrupted;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.RenameFlags;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.sftp.SFTPException;

/**
 * Copies files by SFTP. A copy that stands still is ended. A file from a host is limited in size and time, since it is a
 * program of a few MiB. The operator's own file has no such time limit.
 */
final class FileCopier {
    private static final Duration STANDSTILL = Duration.ofSeconds(30);
    /** Concurrent requests, of 32 KiB each. */
    private static final int AHEAD = 16;

    private static final long MOST_TO_GET = 64 << 20;
    private static final Duration LONGEST_GET = Duration.ofMinutes(5);
    private static final Duration LONGEST_PUT = Duration.ofDays(1);

    /** The time in which a cancelled copy can still end in order. */
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final String host;
    private final SshConnection connection;
    private final Duration standstill;
    private final Duration longestGet;
    private final long mostToGet;

    FileCopier(String host, SshConnection connection) {
        this(host, connection, STANDSTILL, LONGEST_GET, MOST_TO_GET);
    }

    FileCopier(String host, SshConnection connection, Duration standstill, Duration longestGet, long mostToGet) {
        this.host = host;
        this.connection = connection;
        this.standstill = standstill;
        this.longestGet = longestGet;
        this.mostToGet = mostToGet;
    }

    void put(Path local, String remotePath) {
        String temporary = remotePath + ".pilab-" + UUID.randomUUID();
        supervise("copying " + local + " to " + remotePath, LONGEST_PUT, (sftp, moved) -> {
            try (InputStream in = Files.newInputStream(local)) {
                write(sftp, in, temporary, permissions(local), moved);
                sftp.rename(temporary, remotePath, EnumSet.of(RenameFlags.OVERWRITE));
            } catch (IOException e) {
                remove(sftp, temporary, e);
                throw e;
            }
        });
    }

    void get(String remotePath, Path local) {
        supervise("copying " + remotePath + " to " + local, longestGet, (sftp, moved) -> {
            Path temporary = local.resolveSibling(local.getFileName() + ".pilab-" + UUID.randomUUID());
            try (RemoteFile file = sftp.open(remotePath);
                    InputStream in = file.new ReadAheadRemoteFileInputStream(AHEAD);
                    OutputStream out = Files.newOutputStream(temporary)) {
                demand(file.length() <= mostToGet, mostToGet); // as the host says, which may say anything
                copy(in, out, moved, mostToGet);
                Files.move(temporary, local, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
    }

    private static void write(SFTPClient sftp, InputStream in, String path, int permissions, CopyProgress moved)
            throws IOException {
        FileAttributes attributes =
                new FileAttributes.Builder().withPermissions(permissions).build();
        Set<OpenMode> modes = EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.EXCL);
        try (RemoteFile file = sftp.open(path, modes, attributes);
                OutputStream out = file.new RemoteFileOutputStream(0, AHEAD)) {
            copy(in, out, moved, Long.MAX_VALUE);
        }
        sftp.chmod(path, permissions); // the server's umask has reduced the requested permissions
    }

    private static void copy(InputStream in, OutputStream out, CopyProgress moved, long most) throws IOException {
        byte[] piece = new byte[32 << 10];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            demand(moved.bytes() + n <= most, most);
            out.write(piece, 0, n);
            moved.add(n);
        }
    }

    private static void demand(boolean fits, long most) throws IOException {
        if (!fits) {
            throw new IOException("it is larger than " + (most >> 20) + " MiB");
        }
    }

    private void remove(SFTPClient sftp, String path, IOException reason) {
        boolean unsound = Thread.currentThread().isInterrupted() || causedByInterrupt(reason);
        Uninterrupted.run(() -> {
            try {
                if (unsound) {
                    removeAnew(sftp, path);
                } else {
                    sftp.rm(path);
                }
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        });
    }

    /** Uses another client: the first may have been interrupted within a packet, and its stream is then unusable. */
    private void removeAnew(SFTPClient broken, String path) throws IOException {
        broken.close();
        try (SFTPClient sftp = new SFTPClient(connection)) {
            sftp.rm(path);
        }
    }

    /** sshj clears the interrupt flag of a thread. */
    private static boolean causedByInterrupt(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    private static int permissions(Path local) throws IOException {
        return (int) Files.getAttribute(local, "unix:mode") & 0777;
    }

    /** How far a copy is, and whether it is to end. */
    private static final class CopyProgress {
        private final AtomicLong bytes = new AtomicLong();
        private volatile boolean cancelled;

        long bytes() {
            return bytes.get();
        }

        void add(int count) throws InterruptedIOException {
            if (cancelled) {
                throw new InterruptedIOException("cancelled");
            }
            bytes.addAndGet(count);
        }

        void cancel() {
            cancelled = true;
        }
    }

    /** A transfer by SFTP that reports the bytes it has moved. */
    private interface Transfer {
        void with(SFTPClient sftp, CopyProgress moved) throws IOException;
    }

    private void supervise(String doing, Duration longest, Transfer work) {
        CopyProgress moved = new CopyProgress();
        Deadline end = Deadline.in(longest);
        Future<Boolean> copy = start(doing, work, moved);
        long seen = -1;
        while (true) {
            try {
                copy.get(Math.min(standstill.toNanos(), end.nanosLeft()), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                if (end.passed()) {
                    connection.abort("a copy took longer than " + longest.toSeconds() + " s");
                    throw new RemoteException(
                            host,
                            RemoteFailure.TIMEOUT,
                            doing + " took longer than " + longest.toSeconds() + " s for " + moved.bytes()
                                    + " bytes; the connection was ended");
                }
                if (moved.bytes() == seen) {
                    connection.abort("a copy stood still for " + standstill.toSeconds() + " s");
                    throw new RemoteException(
                            host,
                            RemoteFailure.TIMEOUT,
                            doing + " stood still for " + standstill.toSeconds() + " s after " + seen
                                    + " bytes; the connection was ended");
                }
                seen = moved.bytes();
            } catch (InterruptedException e) {
                moved.cancel();
                Uninterrupted.result(copy, ENDING);
                copy.cancel(true); // only one that has not ended: it breaks a connection through a jump host
                Thread.currentThread().interrupt();
                throw new RemoteException(host, RemoteFailure.INTERRUPTED, doing + " was interrupted", e);
            } catch (ExecutionException e) {
                throw explain(doing, e.getCause());
            }
        }
    }

    private Future<Boolean> start(String doing, Transfer work, CopyProgress moved) {
        try {
            if (!connection.slots().tryAcquire(standstill.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RemoteException(
                                host,
                                RemoteFailure.TIMEOUT,
                                doing + " did not start within " + standstill.toSeconds() + " s: all "
                                        + SshConnection.CHANNELS + " channels are busy")
                        .beforeStart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException(host, RemoteFailure.INTERRUPTED, doing + " was interrupted", e).beforeStart();
        }
        boolean started = false;
        try {
            Future<Boolean> copy = connection.submit(() -> {
                try (SFTPClient sftp = new SFTPClient(connection)) {
                    work.with(sftp, moved);
                    return true;
                } finally {
                    connection.slots().release();
                }
            });
            started = true;
            return copy;
        } finally {
            if (!started) {
                connection.slots().release();
            }
        }
    }

    private RemoteException explain(String doing, Throwable cause) {
        if (String.valueOf(cause.getMessage()).matches("(?i).*packet length.*")) {
            connection.abort("it does not speak SFTP");
            return new RemoteException(
                    host,
                    RemoteFailure.TRANSFER,
                    doing + " failed: what the host sends is not SFTP. Let its profile (~/.bashrc, ~/.ssh/rc) write"
                            + " nothing where there is no terminal: sftp " + connection.login(),
                    cause);
        }
        boolean local = cause instanceof IOException && !(cause instanceof SSHException);
        StatusCode answer = cause instanceof SFTPException e ? e.getStatusCode() : StatusCode.UNKNOWN;
        if (!connection.usable() || (!local && answer == StatusCode.UNKNOWN)) {
            return connection.broken(doing, cause);
        }
        String reason = local ? cause.getClass().getSimpleName() + ": " + cause.getMessage() : cause.getMessage();
        String cure =
                answer == StatusCode.FAILURE ? "; a full disk on the host (df -h), or a directory of that name" : "";
        return new RemoteException(host, RemoteFailure.TRANSFER, doing + " failed: " + reason + cure, cause);
    }
}
