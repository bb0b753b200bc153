package io.pilab.app;

import io.pilab.host.ConnectedHost;
import io.pilab.lab.Host;
import io.pilab.remote.Agent;
import io.pilab.remote.Backoff;
import io.pilab.remote.JournalEntry;
import io.pilab.remote.JournalingRemote;
import io.pilab.remote.Remote;
import io.pilab.remote.RetryingRemote;
import io.pilab.remote.WatchedRemote;
import io.pilab.remote.Watcher;
import io.pilab.remote.sshj.SshRemote;
import io.pilab.remote.sshj.SshSettings;
import io.pilab.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** SSH to some hosts of a lab, closed together. */
final class Connections implements AutoCloseable {
    private final List<Remote> remotes = new ArrayList<>();
    private final List<ConnectedHost> sessions = new ArrayList<>();

    /** @param watcher learns what is being done on them */
    Connections(SshSettings settings, List<Host> hosts, Watcher watcher) {
        this(settings, hosts, watcher, entry -> {});
    }

    /** With a journal of every verb. */
    Connections(SshSettings settings, List<Host> hosts, Watcher watcher, Consumer<JournalEntry> journal) {
        for (Host host : hosts) {
            Remote direct = new SshRemote(host.name(), host.ssh(), settings);
            Remote ssh = new JournalingRemote(direct, Time.real(), journal);
            String target = host.ssh().toString();
            Remote retrying = new RetryingRemote(ssh, target, Backoff.usual(), Time.real(), watcher);
            Remote remote = new WatchedRemote(retrying, watcher);
            remotes.add(remote);
            sessions.add(new ConnectedHost(host, new Agent(remote)));
        }
    }

    List<ConnectedHost> sessions() {
        return List.copyOf(sessions);
    }

    @Override
    public void close() {
        remotes.forEach(Remote::close);
    }
}
