package io.pilab.remote.sshj;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The source of a key file's passphrase. The array is wiped after use, so it must be a new one each time. */
@FunctionalInterface
public interface Passphrases {
    /** The environment variable that {@link #fromEnvironment} reads. */
    String VARIABLE = "PILAB_SSH_PASSPHRASE";

    Optional<char[]> of(Path keyFile);

    /** The same passphrase for every key file: that of PILAB_SSH_PASSPHRASE, if it is set and not empty. */
    static Passphrases fromEnvironment(Function<String, Optional<String>> environment) {
        return keyFile ->
                environment.apply(VARIABLE).filter(phrase -> !phrase.isEmpty()).map(String::toCharArray);
    }
}
