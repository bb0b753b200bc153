package io.pilab.remote.sshj;

import io.pilab.lab.SshTarget;

/** The source of the operator's own SSH settings. */
@FunctionalInterface
public interface OperatorConfigs {
    /** Nothing is set for any address. */
    OperatorConfigs NONE = (host, target) -> OperatorConfig.NONE;

    /**
     * The settings for a target's address.
     *
     * @param host the lab's name of the host, for error texts
     * @throws io.pilab.remote.RemoteException when they cannot be determined
     */
    OperatorConfig of(String host, SshTarget target);
}
