package io.pilab.remote.sshj;

import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.remote.ShellQuote;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Accepts a known host key and no other. Keeps the reason for a refusal, which sshj would reduce to "not verifiable". */
final class HostKeyCheck implements HostKeyVerifier {
    private final String host;
    private final ResolvedTarget login;
    private final KnownHosts known;
    private volatile RemoteException refusal;

    HostKeyCheck(String host, ResolvedTarget login, KnownHosts known) {
        this.host = host;
        this.login = login;
        this.known = known;
    }

    @Override
    public boolean verify(String address, int port, PublicKey key) {
        KnownHosts.Decision verdict = known.check(login.knownName(), key);
        refusal = switch (verdict.state()) {
            case KNOWN -> null;
            case UNKNOWN -> new RemoteException(host, RemoteFailure.HOST_KEY_UNKNOWN, unknown(key));
            case CHANGED ->
                new RemoteException(
                        host,
                        RemoteFailure.HOST_KEY_CHANGED,
                        changed(key, verdict.line().orElseThrow()));
            case REVOKED ->
                new RemoteException(
                        host,
                        RemoteFailure.HOST_KEY_CHANGED,
                        revoked(key, verdict.line().orElseThrow()));
        };
        return refusal == null;
    }

    @Override
    public List<String> findExistingAlgorithms(String address, int port) {
        return known.algorithms(login.knownName());
    }

    Optional<RemoteException> refusal() {
        return Optional.ofNullable(refusal);
    }

    private String unknown(PublicKey key) {
        String keyFile = "/etc/ssh/ssh_host_" + Fingerprint.type(key).toLowerCase(Locale.ROOT) + "_key.pub";
        String why = KnownHosts.flaw(key).map(flaw -> " (" + flaw + ")").orElse("");
        return "the host key of " + place() + " is not known" + why + ": " + Fingerprint.of(key)
                + ". Compare it with 'ssh-keygen -lf " + keyFile + "' on the host, then run: pilab trust " + host;
    }

    private String changed(PublicKey key, KnownHostLine old) {
        return "THE HOST KEY OF " + place() + " HAS CHANGED. It is now " + Fingerprint.of(key) + "; it was "
                + Fingerprint.of(old.key()) + " (" + old.place()
                + "). Either the host was reinstalled, or the connection is intercepted. If you know why, run: "
                + removal(login, old) + " && pilab trust " + host;
    }

    private String revoked(PublicKey key, KnownHostLine line) {
        return "the host key of " + place() + " is revoked (" + line.place() + "): "
                + Fingerprint.of(key) + ". Give the host a new key: sudo rm /etc/ssh/ssh_host_*_key* && sudo"
                + " dpkg-reconfigure openssh-server";
    }

    private String place() {
        return login.address() + (login.port() == 22 ? "" : " port " + login.port()) + login.byWayOf();
    }

    /** The command that removes a host's old key from the file. */
    static String removal(ResolvedTarget login, KnownHostLine old) {
        return "ssh-keygen "
                + ShellQuote.join(
                        List.of("-R", login.knownName(), "-f", old.file().toString()));
    }
}
