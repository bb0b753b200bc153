package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The iperf3 of the virtual hosts' root filesystem, run outside of it: with its libraries and their loader, copied to
 * where nobody may read them.
 */
final class TestingIperf3 {
    private static final String VARIABLE = "PILAB_ROOT_FILESYSTEM";

    private TestingIperf3() {}

    /** Makes the program below a folder that everybody can reach; returns its path. */
    static Path in(ScriptRunner tools) {
        Path iperf3 = root().resolve("usr/bin/iperf3");
        Path loader = loader();
        String libraries = loader.getParent().toString();
        ScriptResult needed =
                tools.command(List.of(loader.toString(), "--library-path", libraries, "--list", iperf3.toString()));
        assertThat(needed.exitCode()).as(needed.stderr()).isZero();
        Path folder = tools.file("iperf3/README", "a copy\n").getParent();
        copy(iperf3, folder.resolve("program"));
        copy(loader, folder.resolve("loader"));
        needed.stdout()
                .lines()
                .map(l -> l.strip().split(" "))
                .filter(w -> w.length > 2 && w[1].equals("=>"))
                .forEach(w -> copy(Path.of(w[2]), folder.resolve(Path.of(w[0]).getFileName())));
        Path start = tools.file(
                "iperf3/iperf3",
                "#!/bin/sh\nexec '" + folder + "/loader' --library-path '" + folder + "' '" + folder
                        + "/program' \"$@\"\n");
        assertThat(start.toFile().setExecutable(true, false)).isTrue();
        return start;
    }

    private static Path root() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(Path::of)
                .filter(root -> Files.isExecutable(root.resolve("usr/bin/iperf3")))
                .orElseThrow(() -> new IllegalStateException("this test needs an iperf3 with --mptcp: set " + VARIABLE
                        + " to what 'pilab rig root' prints, as dev/test does"));
    }

    private static Path loader() {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root().resolve("usr/lib"), "*-linux-gnu*")) {
            for (Path folder : folders) {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "ld-linux*.so.*")) {
                    for (Path loader : found) {
                        return loader;
                    }
                }
            }
            throw new IllegalStateException("there is no ld-linux below " + root() + "/usr/lib");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
