package io.pilab.remote.sshj;

import io.pilab.model.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Fetches host keys without logging in, and writes known_hosts. */
public final class HostKeys {
    private final SshSettings settings;

    public HostKeys(SshSettings settings) {
        this.settings = settings;
    }

    /**
     * The key that the host shows now. Where it is known by one type of key, that type is asked for.
     *
     * @throws RemoteException when the host can not be reached
     */
    public HostKey fetch(String host, SshTarget target) {
        Path file = KnownHosts.fileOf(target, settings);
        KnownHosts known = read(host, file);
        AtomicReference<PublicKey> shown = new AtomicReference<>();
        HostKeyVerifier taker = new HostKeyVerifier() {
            @Override
            public boolean verify(String address, int port, PublicKey key) {
                shown.set(key);
                return true;
            }

            @Override
            public List<String> findExistingAlgorithms(String address, int port) {
                return known.algorithms(target.address(), target.port());
            }
        };
        Handshake handshake = new Handshake(host, target, settings);
        SshConnection connection = new SshConnection(host, target);
        try {
            connection.open((client, opened) -> handshake.exchangeKeys(client, opened, taker), handshake.limit());
        } finally {
            connection.close();
        }
        return judge(host, target, known, shown.get());
    }

    /** Appends the key; makes the directory (0700) and the file (0600) where there is none. */
    public void enrol(HostKey key) {
        Path file = key.knownHosts();
        try {
            create(file);
            String before = Files.readString(file);
            String text = (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + key.entry() + "\n";
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw unwritable(key, e);
        }
    }

    /**
     * Enrols the key in the place of those that the host had before; the old file is kept as known_hosts.old.
     *
     * @throws RemoteException when a pattern or a revocation is in the way, which only its author can judge
     */
    public void replace(HostKey key) {
        SshTarget target = key.target();
        Path file = key.knownHosts();
        KnownHosts known = read(key.host(), file);
        Set<Integer> old = known.replaceable(target.address(), target.port()).stream()
                .map(KnownHostLine::number)
                .collect(Collectors.toSet());
        if (old.isEmpty() || key.state() != HostKey.State.CHANGED) {
            throw new RemoteException(
                    key.host(),
                    Kind.HOST_KEY_CHANGED,
                    "the line " + key.place().orElse("of the old key")
                            + " speaks for more than this host; correct it by hand");
        }
        try {
            Path real = file.toRealPath();
            Path backup = real.resolveSibling(real.getFileName() + ".old");
            Files.copy(real, backup, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            List<String> lines = Files.readString(real).lines().toList();
            StringBuilder kept = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                if (!old.contains(i + 1)) {
                    kept.append(lines.get(i)).append('\n');
                }
            }
            Path next = Files.createTempFile(
                    real.getParent(),
                    real.getFileName().toString(),
                    ".new",
                    PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(real)));
            Files.writeString(next, kept.append(key.entry()).append('\n'));
            Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(key, e);
        }
    }

    private static HostKey judge(String host, SshTarget target, KnownHosts known, PublicKey key) {
        KnownHosts.Verdict verdict = known.check(target.address(), target.port(), key);
        HostKey.State state = switch (verdict.state()) {
            case KNOWN -> HostKey.State.KNOWN;
            case UNKNOWN -> HostKey.State.NEW;
            case CHANGED -> HostKey.State.CHANGED;
            case REVOKED -> HostKey.State.REVOKED;
        };
        PublicKey plain = Fingerprint.plain(key);
        String name = KnownHosts.name(target.address(), target.port());
        return new HostKey(
                host,
                target,
                Fingerprint.type(key),
                Fingerprint.sha256(key),
                state,
                known.file(),
                verdict.line().map(line -> known.file() + ":" + line.number()),
                name + " " + Fingerprint.algorithm(key) + " " + Fingerprint.base64(plain),
                state == HostKey.State.CHANGED ? Optional.of(HostKeyCheck.removal(target, known)) : Optional.empty());
    }

    private static void create(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (!Files.exists(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static KnownHosts read(String host, Path file) {
        try {
            return KnownHosts.read(file);
        } catch (IOException e) {
            throw new RemoteException(
                    host, Kind.HOST_KEY_UNKNOWN, file + " can not be read (" + e + "); see: ls -l " + file, e);
        }
    }

    private static RemoteException unwritable(HostKey key, IOException e) {
        return new RemoteException(
                key.host(),
                Kind.HOST_KEY_UNKNOWN,
                key.knownHosts() + " can not be written (" + e + "); see: ls -ld "
                        + key.knownHosts().toAbsolutePath().getParent(),
                e);
    }
}
