package io.pilab.remote;

import io.pilab.lab.SshTarget;
import java.util.List;

/** Reads and writes known host keys. */
public interface HostKeyStore {
    /**
     * The key that the host shows now, after those of its jump hosts. Does not log in to the host. The list ends at an unknown
     * jump host.
     *
     * @throws RemoteException when the host cannot be reached
     */
    List<HostKey> fetch(String host, SshTarget target);

    /** Adds a new key. */
    void enrol(HostKey key);

    /** Replaces the old key by a changed one. */
    void replace(HostKey key);
}
