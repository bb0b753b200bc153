package io.pilab.record;

import java.util.List;
import java.util.Optional;

/**
 * Other users of a host.
 *
 * @param captured runs whose captured state was not forgotten (agent script {@code snapshot.sh})
 * @param lock the host's lock; empty when it was not read
 */
public record HostUsage(List<Captured> captured, Optional<Lock> lock) {
    /** A run that is in progress or was cut off, since an instant in ISO 8601. */
    public record Captured(String run, String since) {}

    /**
     * The lock of a run. All other parts are empty when the host is not locked.
     *
     * @param owner alice@bench
     * @param since an instant in ISO 8601
     * @param expiresIn seconds, unless it is renewed
     */
    public record Lock(boolean held, String owner, String run, String since, long expiresIn) {}

    public HostUsage {
        captured = List.copyOf(captured);
    }
}
