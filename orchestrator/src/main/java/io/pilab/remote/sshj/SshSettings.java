package io.pilab.remote.sshj;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How SSH connections are made and monitored.
 *
 * @param connectTimeout the time limit for the TCP connection, and again for the key exchange
 * @param keepAliveInterval whole seconds
 * @param keepAliveCount unanswered keep-alives after which the connection counts as lost
 * @param sshDirectory the folder of known_hosts and the usual keys
 * @param configs the operator's ssh_config
 * @param environment an environment variable's value; it names the agent's socket
 */
public record SshSettings(
        Duration connectTimeout,
        Duration keepAliveInterval,
        int keepAliveCount,
        Path sshDirectory,
        Passphrases passphrases,
        OperatorConfigs configs,
        Function<String, Optional<String>> environment,
        SudoPassword sudoPassword) {
    /** The environment variable that names another ssh_config, or {@code none}. */
    public static final String CONFIG_VARIABLE = "PILAB_SSH_CONFIG";

    static final String AGENT_VARIABLE = "SSH_AUTH_SOCK";

    /** The same without the operator's own settings: no ssh_config, no agent, no password for sudo. */
    public SshSettings(
            Duration connectTimeout,
            Duration keepAliveInterval,
            int keepAliveCount,
            Path sshDirectory,
            Passphrases passphrases) {
        this(
                connectTimeout,
                keepAliveInterval,
                keepAliveCount,
                sshDirectory,
                passphrases,
                OperatorConfigs.NONE,
                name -> Optional.empty(),
                SudoPassword.NONE);
    }

    /**
     * The settings by the environment: 10 s to connect, a host counts as lost after about 8 s of silence, ~/.ssh, the operator's
     * ssh_config and agent, the environment's passphrase and password.
     */
    public static SshSettings of(Map<String, String> variables) {
        Function<String, Optional<String>> environment = name -> Optional.ofNullable(variables.get(name));
        return new SshSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                3,
                Path.of(System.getProperty("user.home"), ".ssh"),
                Passphrases.fromEnvironment(environment),
                SshProgram.named(environment.apply(CONFIG_VARIABLE), environment),
                environment,
                SudoPassword.fromEnvironment(environment));
    }

    /** These settings with another source of the password for sudo. */
    public SshSettings with(SudoPassword password) {
        return new SshSettings(
                connectTimeout,
                keepAliveInterval,
                keepAliveCount,
                sshDirectory,
                passphrases,
                configs,
                environment,
                password);
    }
}
