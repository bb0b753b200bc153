package io.pilab.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The programs that the rig calls, and their Debian packages. */
final class HostTools {
    private static final Map<String, String> RIG = Map.ofEntries(
            Map.entry("ip", "iproute2"),
            Map.entry("tc", "iproute2"),
            Map.entry("ss", "iproute2"),
            Map.entry("sysctl", "procps"),
            Map.entry("mount", "mount"),
            Map.entry("umount", "mount"),
            Map.entry("nsenter", "util-linux"),
            Map.entry("unshare", "util-linux"),
            Map.entry("setsid", "util-linux"),
            Map.entry("pivot_root", "util-linux"),
            Map.entry("ssh-keygen", "openssh-client"));

    private static final Map<String, String> ROOT_FILESYSTEM = Map.of(
            "unshare", "util-linux",
            "setpriv", "util-linux",
            "debootstrap", "debootstrap",
            "/usr/share/keyrings/debian-archive-keyring.gpg", "debian-archive-keyring");

    private final Processes processes;
    private final String searchPath;
    private final Path aptGet;

    HostTools(Processes processes, String searchPath, Path aptGet) {
        this.processes = processes;
        this.searchPath = searchPath;
        this.aptGet = aptGet;
    }

    static HostTools ofMachine(Processes processes, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "") + ":" + LocalProcesses.SYSTEM_PATH;
        return new HostTools(processes, path, Path.of("/usr/bin/apt-get"));
    }

    void forRig(Consumer<String> progress) {
        ensure(RIG, progress);
    }

    void forRootFilesystem(Consumer<String> progress) {
        ensure(ROOT_FILESYSTEM, progress);
    }

    private void ensure(Map<String, String> packages, Consumer<String> progress) {
        List<String> missing = packages.keySet().stream()
                .filter(tool -> !present(tool))
                .sorted()
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        List<String> wanted = new ArrayList<>(
                new TreeSet<>(missing.stream().map(packages::get).toList()));
        if (!Files.isExecutable(aptGet)) {
            throw new RigException(
                    RigException.RigFailure.BROKEN,
                    "the virtual rig needs " + String.join(", ", missing) + "; install " + String.join(", ", wanted)
                            + " (these are Debian's package names)");
        }
        progress.accept("installing with apt-get: " + String.join(" ", wanted));
        apt(List.of("update", "-q"));
        List<String> install = new ArrayList<>(List.of("install", "-q", "-y", "--no-install-recommends"));
        install.addAll(wanted);
        apt(install);
    }

    private void apt(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(aptGet.toString()));
        words.addAll(arguments);
        LogTail tail = new LogTail();
        if (processes.follow(words, Map.of("DEBIAN_FRONTEND", "noninteractive"), tail::add) != 0) {
            throw new RigException(
                    RigException.RigFailure.BROKEN, String.join(" ", words) + " failed:\n" + tail.text());
        }
    }

    private boolean present(String tool) {
        if (tool.startsWith("/")) {
            return Files.exists(Path.of(tool));
        }
        for (String directory : searchPath.split(":")) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, tool))) {
                return true;
            }
        }
        return false;
    }
}
