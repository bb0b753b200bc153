package io.pilab.remote.sshj;

import io.pilab.lab.SshTarget;
import io.pilab.remote.CommandResult;
import io.pilab.remote.Remote;
import io.pilab.remote.RemoteCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A host behind SSH, possibly behind jump hosts, with strict host keys, keys of the agent and of files, and six concurrent
 * commands, most of them in one shell. Thread-safe. A lost connection stays lost until {@link #connect} is called again.
 */
public final class SshRemote implements Remote {
    private final String host;
    private final SshTarget target;
    private final SshSettings settings;
    private List<ResolvedTarget> route = List.of();
    private volatile Optional<Sudo> sudo = Optional.empty();
    private volatile Optional<Conversations> connection = Optional.empty();

    public SshRemote(String host, SshTarget target, SshSettings settings) {
        this.host = host;
        this.target = target;
        this.settings = settings;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public synchronized void connect() {
        if (connection.filter(c -> c.connection().usable()).isPresent()) {
            return;
        }
        close();
        if (route.isEmpty()) {
            route = new HopResolver(host, settings).to(target);
            CommandLines lines = new CommandLines(route.get(route.size() - 1).user());
            sudo = Optional.of(new Sudo(host, lines, settings.sudoPassword()));
        }
        ConnectionFactory opener = new ConnectionFactory(host, settings);
        SshConnection next = opener.chain(route);
        connection = Optional.of(new Conversations(next)); // from now on another thread's close() ends the attempt
        try {
            opener.logIn(next);
        } finally {
            if (!next.usable()) {
                next.close();
            }
        }
    }

    @Override
    public CommandResult exec(RemoteCommand command) {
        return new CommandRunner(host, connected(), sudo.orElseThrow()).run(command);
    }

    @Override
    public void put(Path local, String remotePath) {
        new FileCopier(host, connected().connection()).put(local, remotePath);
    }

    @Override
    public void get(String remotePath, Path local) {
        new FileCopier(host, connected().connection()).get(remotePath, local);
    }

    @Override
    public void close() {
        connection.ifPresent(Conversations::close);
    }

    private Conversations connected() {
        Optional<Conversations> current = connection;
        return current.filter(c -> c.connection().usable())
                .orElseThrow(() -> current.map(c -> c.connection().notConnected())
                        .orElseGet(() -> SshConnection.notConnected(host, target.toString(), "")));
    }
}
