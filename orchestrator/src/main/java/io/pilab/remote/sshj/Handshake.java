package io.pilab.remote.sshj;

import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;

/** Makes a logged-in connection, with a reason and a cure for every step that fails. */
final class Handshake {
    /** Logins to a Pi under load, or to one whose name server is down, are slow. */
    private static final Duration LOGIN = Duration.ofSeconds(30);

    private final String host;
    private final ResolvedTarget login;
    private final SshSettings settings;

    Handshake(String host, ResolvedTarget login, SshSettings settings) {
        this.host = host;
        this.login = login;
        this.settings = settings;
    }

    /** The time limit for connecting, slow login included. */
    Duration limit() {
        return settings.connectTimeout().multipliedBy(2).plus(LOGIN);
    }

    /**
     * Connects and has the verifier check the host key. Nothing secret has been sent by then.
     *
     * @param via the connection to the jump host before it
     */
    void exchangeKeys(
            SSHClient client, Consumer<Socket> opened, HostKeyVerifier verifier, Optional<SshConnection> via) {
        Dialer dialer = new Dialer(host, login, settings.connectTimeout());
        HandshakeSocket socket =
                new HandshakeSocket(via.isPresent() ? dialer.dial(via.get(), opened) : dialer.dial(opened));
        client.setSocketFactory(only(socket));
        client.setTimeout((int) settings.connectTimeout().toMillis());
        client.getTransport().setTimeoutMs((int) settings.connectTimeout().toMillis());
        // callers that wait for a channel have their own time limit; this one would end commands that read late
        client.getConnection().setTimeoutMs(Integer.MAX_VALUE);
        client.addHostKeyVerifier(verifier);
        try {
            client.connect(login.certifiedName(), login.port()); // connected already; the name is for certificates
            socket.setSoTimeout(0);
        } catch (IOException e) {
            throw explain(e, socket.greeting());
        }
    }

    /** Must come before {@link #exchangeKeys}: sshj reads the interval only then. */
    void keepAlive(SSHClient client) {
        KeepAliveRunner runner = (KeepAliveRunner) client.getConnection().getKeepAlive();
        runner.setMaxAliveCount(settings.keepAliveCount());
        runner.setKeepAliveInterval((int) settings.keepAliveInterval().toSeconds());
    }

    void logIn(SSHClient client, Keyring keyring) {
        client.getTransport().setTimeoutMs((int) LOGIN.toMillis());
        List<AuthMethod> methods = keyring.tried().stream()
                .map(offer -> offer.method(keyring.remarks()))
                .toList();
        try {
            client.auth(login.user(), methods);
        } catch (UserAuthException e) {
            throw new RemoteException(host, RemoteFailure.AUTHENTICATION, refused(client, keyring), e).beforeStart();
        } catch (TransportException e) {
            boolean tooMany = String.valueOf(e.getMessage()).contains("authentication failures");
            throw new RemoteException(
                            host,
                            tooMany ? RemoteFailure.AUTHENTICATION : RemoteFailure.UNREACHABLE,
                            tooMany
                                    ? refused(client, keyring)
                                    : login + " hung up during the login: " + e.getMessage() + "; its reason: sudo"
                                            + " journalctl -u ssh -n 20",
                            e)
                    .beforeStart();
        }
    }

    private String refused(SSHClient client, Keyring keyring) {
        KeyOffer first = keyring.offers().get(0);
        String file = first instanceof Identity identity ? "-i " + identity.file() + ".pub " : "";
        return "the server does not let user " + login.user() + " in with key " + keyring.text() + "; it allows: "
                + String.join(", ", client.getUserAuth().getAllowedMethods())
                + keyring.remarks().text() + ". Install the key: ssh-copy-id " + file + login.words();
    }

    private RemoteException explain(IOException e, String greeting) {
        String place = login.place();
        String text = String.valueOf(e.getMessage());
        String seconds = settings.connectTimeout().toSeconds() + " s";
        if (text.contains("Unable to reach a settlement")) {
            return failure(
                    RemoteFailure.REFUSED,
                    "no algorithm in common with " + place + " (" + text
                            + "); OpenSSH 7.2 or newer has them, unless its sshd_config forbids them",
                    e);
        }
        if (text.contains("certificate check failed")) {
            return failure(
                    RemoteFailure.HOST_KEY_UNKNOWN,
                    "the host certificate of " + place + " is not accepted: " + reason(e)
                            + ". See on the host what it says: ssh-keygen -L -f /etc/ssh/ssh_host_ed25519_key-cert.pub",
                    e);
        }
        if (greeting.contains("Not allowed at this time")) {
            return failure(
                    RemoteFailure.REFUSED,
                    place + " refuses this machine for a while: " + greeting + " (OpenSSH's PerSourcePenalties, after"
                            + " failed logins). Wait some minutes, then correct what failed; on the host: sudo journalctl"
                            + " -u ssh -n 20. PerSourcePenaltyExemptList in its sshd_config exempts this machine",
                    e);
        }
        if (text.contains("identified as") || text.contains("dentification")) {
            boolean silent = text.contains("closed connection");
            return silent
                    ? failure(
                            RemoteFailure.UNREACHABLE,
                            place + " hangs up before it says who it is: too many connections"
                                    + " (MaxStartups), or we are banned (fail2ban)"
                                    + (greeting.isEmpty() ? "" : "; it says: " + greeting),
                            e)
                    : failure(
                            RemoteFailure.REFUSED,
                            "no SSH 2 server answers at " + place + " (" + text + "); correct 'port' in the lab file",
                            e);
        }
        if (has(e, SocketTimeoutException.class)) {
            return failure(
                    RemoteFailure.UNREACHABLE,
                    place + " accepts the connection but "
                            + (greeting.isEmpty() ? "is silent for " : "is too slow, with ") + seconds
                            + "; is it an SSH server, and is the host overloaded?",
                    e);
        }
        if (has(e, TimeoutException.class)) {
            return failure(
                    RemoteFailure.UNREACHABLE,
                    "the key exchange with " + place + " took longer than " + seconds + "; is the host overloaded?",
                    e);
        }
        return failure(
                RemoteFailure.UNREACHABLE,
                "the key exchange with " + place + " failed: " + text + "; the host's view: sudo"
                        + " journalctl -u ssh -n 20",
                e);
    }

    private static String reason(IOException e) {
        return String.valueOf(e.getMessage()).replaceFirst(".*certificate check failed:? ?", "");
    }

    private RemoteException failure(RemoteFailure kind, String message, IOException e) {
        return new RemoteException(host, kind, message, e).beforeStart();
    }

    private static boolean has(Throwable e, Class<? extends Exception> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** sshj uses a connected socket as it is, so it cannot set its own address, time limit or Nagle. */
    private static SocketFactory only(Socket socket) {
        return new ConnectedSocket(socket);
    }
}
