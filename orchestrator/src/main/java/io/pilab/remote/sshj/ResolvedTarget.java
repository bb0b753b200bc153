package io.pilab.remote.sshj;

import io.pilab.remote.ShellQuote;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where, as whom and with what one SSH connection is made, fully decided. It is a jump host's or the host's own.
 *
 * @param address the address to dial
 * @param identity the key file that the lab file names, which must be usable
 * @param identityFiles other key files; missing ones are ignored
 * @param identitiesOnly whether the agent may offer keys of these files only
 * @param agent the agent's socket
 * @param knownHosts the files of known keys; the first takes new ones
 * @param alias the name in known_hosts, instead of the address
 * @param hops the jump hosts before it, {@code user@address:port}, first hop first
 * @param jumpHost whether it is one itself
 */
record ResolvedTarget(
        String address,
        int port,
        String user,
        Optional<Path> identity,
        List<Path> identityFiles,
        boolean identitiesOnly,
        Optional<Path> agent,
        List<Path> knownHosts,
        Optional<String> alias,
        List<String> hops,
        boolean jumpHost) {
    ResolvedTarget {
        identityFiles = List.copyOf(identityFiles);
        knownHosts = List.copyOf(knownHosts);
        hops = List.copyOf(hops);
    }

    /** Its name in known_hosts. */
    String knownName() {
        return alias.map(name -> name.toLowerCase(Locale.ROOT)).orElseGet(() -> knownName(address, port));
    }

    /** A host's name in known_hosts: the address, or {@code [address]:port} unless the port is 22. */
    static String knownName(String address, int port) {
        String lower = address.toLowerCase(Locale.ROOT);
        return port == 22 ? lower : "[" + lower + "]:" + port;
    }

    /** Its name in a host certificate: as in known_hosts, but without the port. */
    String certifiedName() {
        return alias.orElseGet(() -> address.toLowerCase(Locale.ROOT));
    }

    /** Address and port for error texts. */
    String place() {
        return address + " port " + port + byWayOf();
    }

    /** {@code user@address}, and the port unless it is 22. */
    String name() {
        return user + "@" + address + (port == 22 ? "" : ":" + port);
    }

    /** The arguments of {@code ssh} or {@code ssh-copy-id} on a command line. */
    String words() {
        return (hops.isEmpty() ? "" : "-o " + ShellQuote.join(List.of("ProxyJump=" + String.join(",", hops))) + " ")
                + (port == 22 ? "" : "-p " + port + " ")
                + ShellQuote.join(List.of(user + "@" + address));
    }

    /** The key of the lab file that named it. */
    String source() {
        return jumpHost ? "'jump'" : "'address'";
    }

    @Override
    public String toString() {
        return name() + byWayOf();
    }

    String byWayOf() {
        return hops.isEmpty() ? "" : " by way of " + hops.get(hops.size() - 1);
    }
}
