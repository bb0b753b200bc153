package io.pilab.remote;

import io.pilab.lab.SshTarget;
import java.util.List;

/** Which host keys are known, and where others are enrolled. */
public interface HostKeyStore {
    /**
     * The key that the host shows now, after those of its jump hosts; nobody logs in. A jump host that is not known ends the
     * list.
     *
     * @throws RemoteException when the host cannot be reached
     */
    List<HostKey> fetch(String host, SshTarget target);

    /** Adds a new key. */
    void enrol(HostKey key);

    /** Puts a changed key in the place of the old one. */
    void replace(HostKey key);
}
