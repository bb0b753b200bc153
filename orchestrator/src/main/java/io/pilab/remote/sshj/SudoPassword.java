package io.pilab.remote.sshj;

import java.util.Optional;
import java.util.function.Function;

/** Where the password for sudo on the hosts comes from; asked for only if sudo wants one. */
@FunctionalInterface
public interface SudoPassword {
    /** The environment variable that {@link #fromEnvironment} reads. */
    String VARIABLE = "PILAB_SUDO_PASSWORD";

    /** There is none. */
    SudoPassword NONE = Optional::empty;

    Optional<char[]> get();

    /** The one in PILAB_SUDO_PASSWORD, if it is set and not empty. */
    static SudoPassword fromEnvironment(Function<String, Optional<String>> environment) {
        return () -> environment
                .apply(VARIABLE)
                .filter(password -> !password.isEmpty())
                .map(String::toCharArray);
    }
}
