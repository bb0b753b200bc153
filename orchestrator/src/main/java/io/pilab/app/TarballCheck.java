package io.pilab.app;

import io.pilab.config.InvalidFileException;
import io.pilab.config.Problem;
import io.pilab.iperf3.Iperf3Sources;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.InstallSource;
import io.pilab.lab.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tarball that a lab file names. Only what provisions a host needs it, so reading the file does not look for it. */
public final class TarballCheck {
    private TarballCheck() {}

    /** Why it cannot be used, with its cure. */
    public static Optional<Problem> problem(String labFile, Lab lab, Map<String, String> environment) {
        Iperf3Install iperf3 = lab.iperf3();
        boolean wanted = iperf3.source() == InstallSource.AUTO || iperf3.source() == InstallSource.TARBALL;
        return iperf3.tarball()
                .filter(file -> wanted)
                .flatMap(TarballCheck::trouble)
                .filter(trouble -> !Iperf3Sources.of(iperf3, environment).cached(line -> {}))
                .map(trouble -> new Problem(
                        labFile, 0, 0, "iperf3.tarball", trouble + "; correct the path, or see docs/provisioning.md"));
    }

    /** Throws InvalidFileException when it cannot be used. */
    public static void demand(String labFile, Lab lab, Map<String, String> environment) {
        problem(labFile, lab, environment).ifPresent(p -> {
            throw new InvalidFileException(List.of(p));
        });
    }

    private static Optional<String> trouble(Path file) {
        if (!Files.exists(file)) {
            return Optional.of("there is no file " + file);
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of(file + " is no regular file");
        }
        return Files.isReadable(file) ? Optional.empty() : Optional.of(file + " cannot be read; check its permissions");
    }
}
