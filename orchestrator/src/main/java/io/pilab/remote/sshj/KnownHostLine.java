package io.pilab.remote.sshj;

import com.hierynomus.sshj.transport.verification.KnownHostMatchers;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHRuntimeException;

/**
 * One key of a known_hosts file.
 *
 * @param number counted from 1
 * @param marker empty, {@code @revoked} or {@code @cert-authority}
 * @param names patterns, or one hashed name
 */
record KnownHostLine(Path file, int number, String marker, List<String> names, PublicKey key) {
    static {
        SshConfig.prepare(); // without it ECDSA keys cannot be read, and their lines would be ignored
    }

    /** Comments, empty lines and unreadable lines are ignored. */
    static Optional<KnownHostLine> parse(Path file, int number, String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.startsWith("#")) {
            return Optional.empty();
        }
        List<String> words = Arrays.asList(trimmed.split("\\s+"));
        boolean marked = trimmed.startsWith("@");
        int first = marked ? 1 : 0;
        if (words.size() < first + 3) {
            return Optional.empty();
        }
        try {
            byte[] blob = Base64.getDecoder().decode(words.get(first + 2));
            PublicKey key = new Buffer.PlainBuffer(blob).readPublicKey();
            List<String> names = List.of(words.get(first).split(","));
            return Optional.of(new KnownHostLine(file, number, marked ? words.get(0) : "", names, key));
        } catch (IOException | IllegalArgumentException | SSHRuntimeException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Whether the names match this one. A negated pattern that matches excludes it, as in OpenSSH. */
    boolean matches(String name) {
        boolean found = false;
        for (String pattern : names) {
            boolean negated = pattern.startsWith("!");
            if (matches(negated ? pattern.substring(1) : pattern, name)) {
                if (negated) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /** {@code file:line}, for error texts. */
    String place() {
        return file + ":" + number;
    }

    boolean holds(byte[] blob) {
        return Arrays.equals(Fingerprint.blob(key), blob);
    }

    boolean plain() {
        return marker.isEmpty();
    }

    boolean revoked() {
        return marker.equals("@revoked");
    }

    boolean certificateAuthority() {
        return marker.equals("@cert-authority");
    }

    /** Whether the line may cover other hosts, too. */
    boolean pattern() {
        return names.stream().anyMatch(n -> n.startsWith("!") || n.contains("*") || n.contains("?"));
    }

    private static boolean matches(String pattern, String name) {
        try {
            String exact = pattern.startsWith("|1|") ? pattern : pattern.toLowerCase(Locale.ROOT);
            return KnownHostMatchers.createMatcher(exact).match(name);
        } catch (IOException e) {
            return false;
        }
    }
}
