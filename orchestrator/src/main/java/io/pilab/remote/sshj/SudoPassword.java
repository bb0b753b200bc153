package io.pilab.remote.sshj;

import java.util.Optional;
import java.util.function.Function;

/** The source of the password for sudo on the hosts, asked only if sudo wants one. */
@FunctionalInterface
public interface SudoPassword {
    /** The environment variable that {@link #fromEnvironment} reads. */
    String VARIABLE = "PILAB_SUDO_PASSWORD";

    /** No password. */
    SudoPassword NONE = Optional::empty;

    Optional<char[]> get();

    /** The password in PILAB_SUDO_PASSWORD, if it is set and not empty. */
    static SudoPassword fromEnvironment(Function<String, Optional<String>> environment) {
        return () -> environment
                .apply(VARIABLE)
                .filter(password -> !password.isEmpty())
                .map(String::toCharArray);
    }
}
