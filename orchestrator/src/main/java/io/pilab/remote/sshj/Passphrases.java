package io.pilab.remote.sshj;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Where the passphrase of a key file comes from. The array is wiped after use and must be a fresh one each time. */
@FunctionalInterface
public interface Passphrases {
    /** The environment variable that {@link #fromEnvironment} reads. */
    String VARIABLE = "PILAB_SSH_PASSPHRASE";

    Optional<char[]> of(Path keyFile);

    /** The same passphrase for every key file: the one in PILAB_SSH_PASSPHRASE, if it is set and not empty. */
    static Passphrases fromEnvironment(Function<String, Optional<String>> environment) {
        return keyFile ->
                environment.apply(VARIABLE).filter(phrase -> !phrase.isEmpty()).map(String::toCharArray);
    }
}
