package io.pilab.remote.sshj;

import io.pilab.lab.SshTarget;
import io.pilab.remote.HostKey;
import io.pilab.remote.HostKeyStore;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Fetches host keys without logging in, and writes known_hosts. */
public final class HostKeys implements HostKeyStore {
    private final SshSettings settings;

    public HostKeys(SshSettings settings) {
        this.settings = settings;
    }

    /**
     * The key that the host shows now, after those of its jump hosts. If a key of one type is known, that type is requested. The
     * list ends at an unknown jump host, since the hosts behind it would need a login there.
     *
     * @throws RemoteException when the host cannot be reached
     */
    @Override
    public List<HostKey> fetch(String host, SshTarget target) {
        List<ResolvedTarget> route = new HopResolver(host, settings).to(target);
        List<HostKey> keys = new ArrayList<>();
        for (int i = 1; i <= route.size(); i++) {
            HostKey key = last(host, route.subList(0, i));
            keys.add(key);
            if (key.state() != HostKey.KeyState.KNOWN) {
                break;
            }
        }
        return keys;
    }

    private HostKey last(String host, List<ResolvedTarget> route) {
        ResolvedTarget login = route.get(route.size() - 1);
        KnownHosts known = KnownHosts.of(host, login);
        AtomicReference<PublicKey> shown = new AtomicReference<>();
        HostKeyVerifier taker = new HostKeyVerifier() {
            @Override
            public boolean verify(String address, int port, PublicKey key) {
                shown.set(key);
                return true;
            }

            @Override
            public List<String> findExistingAlgorithms(String address, int port) {
                return known.algorithms(login.knownName());
            }
        };
        ConnectionFactory opener = new ConnectionFactory(host, settings);
        SshConnection connection = opener.chain(route);
        try {
            opener.exchangeKeys(connection, taker);
        } finally {
            connection.close();
        }
        return judge(host, login, known, shown.get());
    }

    /** Appends the key. Creates a missing directory (0700) and file (0600). */
    @Override
    public void enrol(HostKey key) {
        Path file = key.knownHosts();
        try {
            create(file);
            String before = Files.readString(file, KnownHosts.BYTES);
            String text = (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + key.entry() + "\n";
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw unwritable(key, e);
        }
    }

    /**
     * Replaces the host's old keys by this one. The old file is kept as known_hosts.old.
     *
     * @throws RemoteException when a pattern or a revocation is in the way, which only its author can judge
     */
    @Override
    public void replace(HostKey key) {
        Path file = key.knownHosts();
        Set<Integer> old = read(key.host(), file).replaceable(key.knownName()).stream()
                .map(KnownHostLine::number)
                .collect(Collectors.toSet());
        if (old.isEmpty() || key.state() != HostKey.KeyState.CHANGED) {
            throw new RemoteException(
                    key.host(),
                    RemoteFailure.HOST_KEY_CHANGED,
                    "the line " + key.place().orElse("of the old key")
                            + " speaks for more than this host; correct it by hand");
        }
        try {
            Path real = file.toRealPath();
            Path backup = real.resolveSibling(real.getFileName() + ".old");
            Files.copy(real, backup, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            List<String> lines =
                    Files.readString(real, KnownHosts.BYTES).lines().toList();
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
            Files.writeString(next, kept.append(key.entry()).append('\n'), KnownHosts.BYTES);
            Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(key, e);
        }
    }

    private static HostKey judge(String host, ResolvedTarget login, KnownHosts known, PublicKey key) {
        KnownHosts.Decision verdict = known.check(login.knownName(), key);
        HostKey.KeyState state = switch (verdict.state()) {
            case KNOWN -> HostKey.KeyState.KNOWN;
            case UNKNOWN -> HostKey.KeyState.NEW;
            case CHANGED -> HostKey.KeyState.CHANGED;
            case REVOKED -> HostKey.KeyState.REVOKED;
        };
        PublicKey plain = Fingerprint.plain(key);
        return new HostKey(
                host,
                login.jumpHost() ? Optional.of(login.name()) : Optional.empty(),
                login.address(),
                login.port(),
                login.knownName(),
                Fingerprint.type(key),
                Fingerprint.sha256(key),
                state,
                known.file(),
                verdict.line().map(KnownHostLine::place),
                login.knownName() + " " + Fingerprint.algorithm(key) + " " + Fingerprint.base64(plain),
                state == HostKey.KeyState.CHANGED
                        ? verdict.line().map(line -> HostKeyCheck.removal(login, line))
                        : Optional.empty());
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
                    host, RemoteFailure.HOST_KEY_UNKNOWN, file + " cannot be read (" + e + "); see: ls -l " + file, e);
        }
    }

    private static RemoteException unwritable(HostKey key, IOException e) {
        return new RemoteException(
                key.host(),
                RemoteFailure.HOST_KEY_UNKNOWN,
                key.knownHosts() + " cannot be written (" + e + "); see: ls -ld "
                        + key.knownHosts().toAbsolutePath().getParent(),
                e);
    }
}
