package io.pilab.remote.sshj;

import io.pilab.lab.SshTarget;

/** Where the operator's own SSH settings come from. */
@FunctionalInterface
public interface OperatorConfigs {
    /** Nothing is set for any address. */
    OperatorConfigs NONE = (host, target) -> OperatorConfig.NONE;

    /**
     * What is set for a target's address.
     *
     * @param host the lab's name of the host, for error texts
     * @throws io.pilab.remote.RemoteException when it cannot be found out
     */
    OperatorConfig of(String host, SshTarget target);
}
