package io.pilab.remote.sshj;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;

/**
 * known_hosts files as OpenSSH reads them: hashed names, {@code [host]:port}, wildcards and negations, {@code @revoked} and
 * {@code @cert-authority}. Source: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT".
 */
final class KnownHosts {
    /** OpenSSH compares bytes, since a comment or another line may hold any. */
    static final Charset BYTES = StandardCharsets.ISO_8859_1;

    /** Source: OpenSSH's PROTOCOL.certkeys. */
    private static final long HOST_CERTIFICATE = 2;

    /** The state of a key by the files. */
    enum Match {
        KNOWN,
        UNKNOWN,
        CHANGED,
        REVOKED
    }

    /** @param line the line that decided, if one did */
    record Decision(Match state, Optional<KnownHostLine> line) {}

    private final Path file;
    private final List<KnownHostLine> lines;

    private KnownHosts(Path file, List<KnownHostLine> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** One file. */
    static KnownHosts read(Path file) throws IOException {
        return read(List.of(file));
    }

    /** Several files, of which the first takes new keys. A missing file has no keys. */
    static KnownHosts read(List<Path> files) throws IOException {
        List<KnownHostLine> lines = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                int number = 0;
                for (String text : Files.readString(file, BYTES).split("\r?\n")) {
                    KnownHostLine.parse(file, ++number, text).ifPresent(lines::add);
                }
            }
        }
        return new KnownHosts(files.get(0), lines);
    }

    /**
     * The files for a login.
     *
     * @param host the lab's name of the host, for error texts
     */
    static KnownHosts of(String host, ResolvedTarget login) {
        try {
            return read(login.knownHosts());
        } catch (IOException e) {
            List<String> files = login.knownHosts().stream().map(Path::toString).toList();
            throw new RemoteException(
                            host,
                            RemoteFailure.HOST_KEY_UNKNOWN,
                            String.join(" or ", files) + " cannot be read (" + e + "); see: ls -l "
                                    + String.join(" ", files),
                            e)
                    .beforeStart();
        }
    }

    Path file() {
        return file;
    }

    /**
     * A host with another known key is CHANGED, whatever the types of the keys are. The known types are requested first, so a
     * server that offers another type no longer has the known key.
     */
    Decision check(String name, PublicKey key) {
        List<KnownHostLine> about = matching(name);
        byte[] blob = Fingerprint.blob(Fingerprint.plain(key));
        Optional<byte[]> authority = authority(key);
        for (KnownHostLine line : about) {
            boolean same = line.holds(blob) || authority.filter(line::holds).isPresent();
            if (line.revoked() && same) {
                return new Decision(Match.REVOKED, Optional.of(line));
            }
        }
        List<KnownHostLine> authorities = about.stream()
                .filter(line -> line.certificateAuthority() && flaw(key).isEmpty())
                .toList();
        List<KnownHostLine> keys = about.stream().filter(KnownHostLine::plain).toList();
        return Stream.concat(
                        authorities.stream()
                                .filter(l -> authority.filter(l::holds).isPresent()),
                        keys.stream().filter(l -> l.holds(blob)))
                .findFirst()
                .map(line -> new Decision(Match.KNOWN, Optional.of(line)))
                .orElseGet(() -> keys.isEmpty()
                        ? new Decision(Match.UNKNOWN, Optional.empty())
                        : new Decision(Match.CHANGED, Optional.of(closest(keys, key))));
    }

    /** Why a certificate is invalid for a host. sshj has checked its signature, principals and dates. */
    static Optional<String> flaw(PublicKey key) {
        if (!(key instanceof Certificate<?> certificate)) {
            return Optional.empty();
        }
        if (certificate.getType() != HOST_CERTIFICATE) {
            return Optional.of("its certificate is one for users, not for hosts");
        }
        return certificate.getCritOptions().isEmpty()
                ? Optional.empty()
                : Optional.of("its certificate has unknown critical options: "
                        + String.join(", ", certificate.getCritOptions().keySet()));
    }

    /** The signature algorithms to request first, so that the server shows the known key. */
    List<String> algorithms(String name) {
        return matching(name).stream()
                .filter(line -> !line.revoked())
                .flatMap(line -> algorithms(line).stream())
                .distinct()
                .toList();
    }

    /** The lines that prevent adding a new key: lines of the first file that name this host without a pattern. */
    List<KnownHostLine> replaceable(String name) {
        return matching(name).stream()
                .filter(line -> line.plain() && !line.pattern() && line.file().equals(file))
                .toList();
    }

    private List<KnownHostLine> matching(String name) {
        return lines.stream().filter(line -> line.matches(name)).toList();
    }

    private static KnownHostLine closest(List<KnownHostLine> keys, PublicKey key) {
        return keys.stream()
                .filter(line -> Fingerprint.type(line.key()).equals(Fingerprint.type(key)))
                .findFirst()
                .orElse(keys.get(0));
    }

    private static List<String> algorithms(KnownHostLine line) {
        if (line.certificateAuthority()) {
            // the authority's own key type says nothing about the host's
            return Arrays.stream(KeyType.values())
                    .filter(type -> type.getParent() != null)
                    .map(KeyType::toString)
                    .toList();
        }
        String algorithm = Fingerprint.algorithm(line.key());
        return algorithm.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(algorithm);
    }

    private static Optional<byte[]> authority(PublicKey key) {
        if (!(key instanceof Certificate<?> certificate)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Fingerprint.blob(new Buffer.PlainBuffer(certificate.getSignatureKey()).readPublicKey()));
        } catch (Buffer.BufferException e) {
            return Optional.empty();
        }
    }
}
