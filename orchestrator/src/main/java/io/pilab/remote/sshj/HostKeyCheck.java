package io.pilab.remote.sshj;

import io.pilab.model.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.Kind;
import io.pilab.remote.ShellQuote;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Accepts a host key that is known and no other; keeps the reason, which sshj would reduce to "not verifiable". */
final class HostKeyCheck implements HostKeyVerifier {
    private final String host;
    private final SshTarget target;
    private final KnownHosts known;
    private volatile RemoteException refusal;

    HostKeyCheck(String host, SshTarget target, KnownHosts known) {
        this.host = host;
        this.target = target;
        this.known = known;
    }

    @Override
    public boolean verify(String address, int port, PublicKey key) {
        KnownHosts.Verdict verdict = known.check(target.address(), target.port(), key);
        refusal = switch (verdict.state()) {
            case KNOWN -> null;
            case UNKNOWN -> new RemoteException(host, Kind.HOST_KEY_UNKNOWN, unknown(key));
            case CHANGED ->
                new RemoteException(
                        host, Kind.HOST_KEY_CHANGED, changed(key, verdict.line().orElseThrow()));
            case REVOKED ->
                new RemoteException(
                        host, Kind.HOST_KEY_CHANGED, revoked(key, verdict.line().orElseThrow()));
        };
        return refusal == null;
    }

    @Override
    public List<String> findExistingAlgorithms(String address, int port) {
        return known.algorithms(target.address(), target.port());
    }

    Optional<RemoteException> refusal() {
        return Optional.ofNullable(refusal);
    }

    private String unknown(PublicKey key) {
        String keyFile = "/etc/ssh/ssh_host_" + Fingerprint.type(key).toLowerCase(Locale.ROOT) + "_key.pub";
        return "the host key of " + place() + " is not known: " + Fingerprint.of(key)
                + ". Compare it with 'ssh-keygen -lf " + keyFile + "' on the host, then run: pilab trust " + host;
    }

    private String changed(PublicKey key, KnownHostLine old) {
        return "THE HOST KEY OF " + place() + " HAS CHANGED. It is now " + Fingerprint.of(key) + "; it was "
                + Fingerprint.of(old.key()) + " (" + known.file() + ":" + old.number()
                + "). Either the host was installed anew or somebody is in between. If you know why, run: "
                + removal(target, known) + " && pilab trust " + host;
    }

    private String revoked(PublicKey key, KnownHostLine line) {
        return "the host key of " + place() + " is revoked (" + known.file() + ":" + line.number() + "): "
                + Fingerprint.of(key) + ". Give the host a new key: sudo rm /etc/ssh/ssh_host_*_key* && sudo"
                + " dpkg-reconfigure openssh-server";
    }

    private String place() {
        return target.address() + (target.port() == 22 ? "" : " port " + target.port());
    }

    /** The command that takes a host's old key out of the file. */
    static String removal(SshTarget target, KnownHosts known) {
        return "ssh-keygen "
                + ShellQuote.join(List.of(
                        "-R",
                        KnownHosts.name(target.address(), target.port()),
                        "-f",
                        known.file().toString()));
    }
}
