package io.pilab.remote.sshj;

import io.pilab.remote.RemoteException;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Opens connections one through the other. A failure at a jump host is reported as the jump host's. */
final class ConnectionFactory {
    private final String host;
    private final SshSettings settings;

    ConnectionFactory(String host, SshSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /** The connection of the last login, and behind it those of the others. None is open yet. */
    SshConnection chain(List<ResolvedTarget> logins) {
        Optional<SshConnection> via = Optional.empty();
        for (ResolvedTarget login : logins) {
            via = Optional.of(new SshConnection(host, login, via));
        }
        return via.orElseThrow();
    }

    /** Opens all of them and logs in everywhere. */
    void logIn(SshConnection connection) {
        connection.via().ifPresent(this::logIn);
        ResolvedTarget login = connection.login();
        named(login, () -> {
            HostKeyCheck check = new HostKeyCheck(host, login, KnownHosts.of(host, login));
            Keyring keyring = Keyring.of(host, login, settings);
            Handshake handshake = new Handshake(host, login, settings);
            connection.open(
                    (client, opened) -> {
                        handshake.keepAlive(client);
                        try {
                            handshake.exchangeKeys(client, opened, check, connection.via());
                        } catch (RemoteException e) {
                            throw check.refusal().orElse(e);
                        }
                        handshake.logIn(client, keyring);
                    },
                    handshake.limit());
        });
    }

    /** Logs in to the jump hosts, and only exchanges keys with the last host. */
    void exchangeKeys(SshConnection connection, HostKeyVerifier verifier) {
        connection.via().ifPresent(this::logIn);
        ResolvedTarget login = connection.login();
        Handshake handshake = new Handshake(host, login, settings);
        named(
                login,
                () -> connection.open(
                        (client, opened) -> handshake.exchangeKeys(client, opened, verifier, connection.via()),
                        handshake.limit()));
    }

    private void named(ResolvedTarget login, Runnable steps) {
        try {
            steps.run();
        } catch (RemoteException e) {
            if (!login.jumpHost()) {
                throw e;
            }
            String message = e.getMessage().substring(host.length() + 2);
            throw new RemoteException(host, e.kind(), "jump host " + login.name() + ": " + message, e).beforeStart();
        }
    }
}
