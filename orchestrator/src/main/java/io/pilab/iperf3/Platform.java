package io.pilab.iperf3;

import io.pilab.record.HostFacts;
import java.util.Optional;

/**
 * What two hosts have in common when a program that was built on one runs on the other.
 *
 * @param architecture as dpkg names it
 * @param release "debian-12"
 * @param libc "glibc 2.36"
 */
record Platform(String architecture, String release, String libc) {
    /** Empty: a host that does not report it, and so shares nothing. */
    static Optional<Platform> of(HostFacts facts) {
        boolean told = !facts.architecture().isEmpty()
                && !facts.release().isEmpty()
                && !facts.libc().isEmpty();
        return told ? Optional.of(new Platform(facts.architecture(), facts.release(), facts.libc())) : Optional.empty();
    }

    /** A word for file names. */
    String word() {
        return toString().replace(", ", "_").replaceAll("[^A-Za-z0-9._-]+", "-");
    }

    @Override
    public String toString() {
        return architecture + ", " + release + ", " + libc;
    }
}
