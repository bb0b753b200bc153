package io.pilab.cli;

import io.pilab.host.HostLocks;
import io.pilab.host.LockOwner;
import io.pilab.host.Pause;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What every command takes that changes hosts: each of them is locked first. */
final class LockOption {
    @Option(
            names = "--steal",
            description = "Take hosts over from whoever holds their lock; know that it is not at work any more.")
    private boolean steal;

    /**
     * @param run what the hosts are locked for, told to whoever else asks for them
     * @param tell is told what becomes of a lock
     */
    HostLocks locks(String run, Consumer<String> tell) {
        return new HostLocks(new LockOwner(owner(), run), steal, Pause.real(), tell);
    }

    /** Likewise, with the locks of a process that is gone: it left its token. */
    HostLocks inherited(String run, Optional<String> token, Consumer<String> tell) {
        LockOwner owner = token.map(t -> new LockOwner(owner(), run, t)).orElseGet(() -> new LockOwner(owner(), run));
        return new HostLocks(owner, steal, Pause.real(), tell);
    }

    private static String owner() {
        return System.getProperty("user.name") + "@" + controller();
    }

    private static String controller() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
