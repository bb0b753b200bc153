package io.pilab.cli;

import io.pilab.model.Host;
import io.pilab.remote.Agent;
import io.pilab.remote.Backoff;
import io.pilab.remote.JournalEntry;
import io.pilab.remote.JournalingRemote;
import io.pilab.remote.Remote;
import io.pilab.remote.RetryingRemote;
import io.pilab.remote.sshj.SshRemote;
import io.pilab.remote.sshj.SshSettings;
import io.pilab.run.Session;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** SSH to some hosts of a lab, closed together. */
final class Connections implements AutoCloseable {
    private final List<Remote> remotes = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();

    Connections(SshSettings settings, List<Host> hosts) {
        this(settings, hosts, entry -> {});
    }

    /** Likewise, with a journal of every verb. */
    Connections(SshSettings settings, List<Host> hosts, Consumer<JournalEntry> journal) {
        for (Host host : hosts) {
            Remote direct = new SshRemote(host.name(), host.ssh(), settings);
            Remote ssh = new JournalingRemote(direct, InstantSource.system(), journal);
            Remote remote = new RetryingRemote(ssh, Backoff.usual(), d -> Thread.sleep(d.toMillis()));
            remotes.add(remote);
            sessions.add(new Session(host, new Agent(remote)));
        }
    }

    List<Session> sessions() {
        return List.copyOf(sessions);
    }

    @Override
    public void close() {
        remotes.forEach(Remote::close);
    }
}
