package io.pilab.remote.sshj;

import io.pilab.model.Host;
import io.pilab.model.SshTarget;
import io.pilab.remote.CommandResult;
import io.pilab.remote.Remote;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A host behind SSH: strict host keys, key files, six commands at once. Safe for many threads. A lost connection stays
 * lost until {@link #connect} is called again.
 */
public final class SshRemote implements Remote {
    private final String host;
    private final SshTarget target;
    private final SshSettings settings;
    private final CommandLines lines;
    private List<Identity> identities = List.of();
    private volatile Optional<SshConnection> connection = Optional.empty();

    public SshRemote(String host, SshTarget target, SshSettings settings) {
        this.host = host;
        this.target = target;
        this.settings = settings;
        this.lines = new CommandLines(target.user());
    }

    /** A host of a lab, with the usual settings. */
    public static SshRemote to(Host host) {
        return new SshRemote(host.name(), host.ssh(), SshSettings.usual());
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public synchronized void connect() {
        if (connection.filter(SshConnection::usable).isPresent()) {
            return;
        }
        close();
        KnownHosts known = knownHosts();
        if (identities.isEmpty()) {
            identities = new KeyFiles(host, settings).load(target);
        }
        SshConnection next = new SshConnection(host, target);
        connection = Optional.of(next); // from now on another thread's close() ends the attempt
        HostKeyCheck check = new HostKeyCheck(host, target, known);
        Handshake handshake = new Handshake(host, target, settings);
        next.open(
                (client, opened) -> {
                    handshake.keepAlive(client);
                    try {
                        handshake.exchangeKeys(client, opened, check);
                    } catch (RemoteException e) {
                        throw check.refusal().orElse(e);
                    }
                    handshake.logIn(client, identities);
                },
                handshake.limit());
    }

    @Override
    public CommandResult exec(RemoteCommand command) {
        return new CommandRunner(host, connected(), lines).run(command);
    }

    @Override
    public void put(Path local, String remotePath) {
        new FileCopier(host, connected()).put(local, remotePath);
    }

    @Override
    public void get(String remotePath, Path local) {
        new FileCopier(host, connected()).get(remotePath, local);
    }

    @Override
    public void close() {
        connection.ifPresent(SshConnection::close);
    }

    private SshConnection connected() {
        Optional<SshConnection> current = connection;
        return current.filter(SshConnection::usable)
                .orElseThrow(() -> current.map(SshConnection::notConnected)
                        .orElseGet(() -> SshConnection.notConnected(host, target, "")));
    }

    private KnownHosts knownHosts() {
        Path file = KnownHosts.fileOf(target, settings);
        try {
            return KnownHosts.read(file);
        } catch (IOException e) {
            throw new RemoteException(
                            host, Kind.HOST_KEY_UNKNOWN, file + " can not be read (" + e + "); see: ls -l " + file, e)
                    .beforeStart();
        }
    }
}
