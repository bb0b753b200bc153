package io.pilab.remote;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Reports to a {@link Watcher} what is running on a host. {@link RetryingRemote} reports its connecting. */
public final class WatchedRemote implements Remote {
    private final Remote remote;
    private final Watcher watcher;

    public WatchedRemote(Remote remote, Watcher watcher) {
        this.remote = remote;
        this.watcher = watcher;
    }

    @Override
    public String host() {
        return remote.host();
    }

    @Override
    public void connect() {
        remote.connect();
    }

    @Override
    public CommandResult exec(RemoteCommand command) {
        return during("running " + command.label(), () -> remote.exec(command));
    }

    @Override
    public void put(Path local, String remotePath) {
        during("sending " + local.getFileName(), () -> {
            remote.put(local, remotePath);
            return true;
        });
    }

    @Override
    public void get(String remotePath, Path local) {
        during("fetching " + local.getFileName(), () -> {
            remote.get(remotePath, local);
            return true;
        });
    }

    @Override
    public void close() {
        remote.close();
    }

    private <T> T during(String what, Supplier<T> verb) {
        try (Watcher.Activity work = watcher.begin(host(), what)) {
            return verb.get();
        }
    }
}
