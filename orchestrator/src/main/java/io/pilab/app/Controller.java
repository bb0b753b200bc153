package io.pilab.app;

import io.pilab.host.HostLocks;
import io.pilab.host.LockOwner;
import io.pilab.iperf3.Iperf3Sources;
import io.pilab.lab.Host;
import io.pilab.plan.RunPlan;
import io.pilab.progress.RunListeners;
import io.pilab.remote.HostKeyStore;
import io.pilab.remote.JournalEntry;
import io.pilab.remote.Watcher;
import io.pilab.remote.sshj.HostKeys;
import io.pilab.remote.sshj.SshSettings;
import io.pilab.run.RunCoordinator;
import io.pilab.time.Time;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Who works on the hosts: with which environment, under which name, and how it logs in. */
public final class Controller {
    private final Map<String, String> environment;
    private final String name;
    private final SshSettings ssh;
    private final Watcher watcher;

    private Controller(Map<String, String> environment, String name, SshSettings ssh, Watcher watcher) {
        this.environment = Map.copyOf(environment);
        this.name = name;
        this.ssh = ssh;
        this.watcher = watcher;
    }

    /**
     * One that logs in as OpenSSH would.
     *
     * @param environment the process's variables
     * @param name {@code user@machine}, which others see on a host that is locked
     * @param watcher learns what is being done on hosts
     */
    public static Controller of(Map<String, String> environment, String name, Watcher watcher) {
        return new Controller(environment, name, SshSettings.of(environment), watcher);
    }

    /** This one, with a password for sudo on the hosts in place of the environment's. */
    public Controller withSudoPassword(char[] password) {
        return new Controller(environment, name, ssh.with(() -> Optional.of(password.clone())), watcher);
    }

    /** The host keys that it knows, and where it enrols others. */
    public HostKeyStore hostKeys() {
        return new HostKeys(ssh);
    }

    Map<String, String> environment() {
        return environment;
    }

    Connections connect(List<Host> hosts, Consumer<JournalEntry> journal) {
        return new Connections(ssh, hosts, watcher, journal);
    }

    Connections connect(List<Host> hosts) {
        return connect(hosts, entry -> {});
    }

    RunCoordinator coordinator(RunPlan plan, Connections connections, HostLocks locks, RunListeners listeners) {
        Iperf3Sources sources = Iperf3Sources.of(plan.lab().iperf3(), environment);
        return new RunCoordinator(plan, connections.sessions(), locks, sources, listeners, Time.real());
    }

    /**
     * @param what what the hosts are locked for, shown to others who want them
     * @param steal whether to take over hosts that another user has locked
     * @param tell receives what happens to a lock
     */
    HostLocks locks(String what, boolean steal, Consumer<String> tell) {
        return new HostLocks(new LockOwner(name, what), steal, Time.real(), tell);
    }

    /** The same with the locks of a process that is gone: it left its token. */
    HostLocks inherited(String what, Optional<String> token, boolean steal, Consumer<String> tell) {
        LockOwner owner = token.map(t -> new LockOwner(name, what, t)).orElseGet(() -> new LockOwner(name, what));
        return new HostLocks(owner, steal, Time.real(), tell);
    }
}
