package io.pilab.remote.sshj;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the operator's ssh_config for an address, without OpenSSH's defaults. Source: ssh_config(5).
 *
 * @param identityFiles empty: not set
 * @param identityAgent a path, {@code none}, {@code SSH_AUTH_SOCK} or {@code $VARIABLE}
 * @param userKnownHosts empty: not set
 * @param proxyJump as ssh writes it
 */
public record OperatorConfig(
        Optional<String> hostName,
        Optional<Integer> port,
        Optional<String> user,
        List<Path> identityFiles,
        boolean identitiesOnly,
        Optional<String> identityAgent,
        List<Path> userKnownHosts,
        List<Path> globalKnownHosts,
        Optional<String> hostKeyAlias,
        Optional<String> proxyJump,
        Optional<String> proxyCommand) {
    /** Sets nothing. */
    public static final OperatorConfig NONE = new OperatorConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public OperatorConfig {
        identityFiles = List.copyOf(identityFiles);
        userKnownHosts = List.copyOf(userKnownHosts);
        globalKnownHosts = List.copyOf(globalKnownHosts);
    }
}
