package io.pilab.remote.sshj;

import io.pilab.remote.ShellQuote;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One SSH connection's where, as whom and with what, everything decided; a jump host's or the host's own.
 *
 * @param address what is dialled
 * @param identity the key file that the lab file names; it has to be usable
 * @param identityFiles others; those that do not exist are passed over
 * @param identitiesOnly whether the agent may offer keys of these files only
 * @param agent the agent's socket
 * @param knownHosts the first takes new keys
 * @param alias the name in known_hosts, in the place of the address
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

    /** How known_hosts names it. */
    String knownName() {
        return alias.map(name -> name.toLowerCase(Locale.ROOT)).orElseGet(() -> knownName(address, port));
    }

    /** How known_hosts names a host: the address, or {@code [address]:port} unless the port is 22. */
    static String knownName(String address, int port) {
        String lower = address.toLowerCase(Locale.ROOT);
        return port == 22 ? lower : "[" + lower + "]:" + port;
    }

    /** How a host certificate names it: as known_hosts does, but without the port. */
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

    /** What follows {@code ssh} or {@code ssh-copy-id} on a command line. */
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
