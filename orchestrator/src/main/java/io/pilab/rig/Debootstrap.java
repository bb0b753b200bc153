package io.pilab.rig;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds a root filesystem with debootstrap(8), from the mirror that this machine itself uses.
 *
 * @param etcApt apt's configuration
 * @param scripts debootstrap's scripts, one per suite
 */
record Debootstrap(Processes processes, HostTools tools, Path etcApt, Path scripts)
        implements RootFilesystem.Bootstrap {
    static Debootstrap ofMachine(Processes processes, Map<String, String> environment) {
        return new Debootstrap(
                processes,
                HostTools.ofMachine(processes, environment),
                Path.of("/etc/apt"),
                Path.of("/usr/share/debootstrap/scripts"));
    }

    @Override
    public void make(Path target, String suite, String include, Consumer<String> progress) {
        tools.forRootFilesystem(progress);
        String mirror = mirror();
        progress.accept("root filesystem: Debian " + suite + " from " + mirror + ", about a minute the first time");
        Path log = target.resolveSibling(target.getFileName() + ".log");
        LogTail tail = new LogTail();
        int exit = follow(words(target, suite, include, mirror), log, new Stages(progress, tail));
        if (exit != 0) {
            throw new RigException(
                    RigException.RigFailure.BROKEN,
                    "debootstrap exited " + exit + "; the whole log is " + log + ", its end:\n" + tail.text());
        }
        remove(log);
    }

    /** Runs in its own namespaces, so that nothing of it, mounts included, outlives this process. */
    private List<String> words(Path target, String suite, String include, String mirror) {
        List<String> words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
        words.addAll(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
        words.addAll(List.of("debootstrap", "--variant=minbase", "--include=" + include));
        words.addAll(List.of(suite, target.toString(), mirror));
        if (!Files.exists(scripts.resolve(suite))) {
            // a debootstrap older than the suite: all newer suites are built like sid
            words.add(scripts.resolve("sid").toString());
        }
        return words;
    }

    private int follow(List<String> words, Path log, Stages stages) {
        try (BufferedWriter writer = Files.newBufferedWriter(log)) {
            return processes.follow(words, proxy(), line -> {
                try {
                    writer.write(line + "\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                stages.accept(line);
            });
        } catch (IOException | UncheckedIOException e) {
            throw new RigException(RigException.RigFailure.BROKEN, "cannot write " + log + ": " + e.getMessage(), e);
        }
    }

    /** debootstrap downloads by itself, and does not know apt's proxy. */
    Map<String, String> proxy() {
        Map<String, String> environment = new HashMap<>();
        environment.put("LC_ALL", "C");
        Answer answer = processes.run(LocalCommand.of("apt-config", "dump", "--format", "%v", "Acquire::http::Proxy"));
        if (answer.succeeded() && !answer.output().isBlank()) {
            environment.put("http_proxy", answer.output().strip());
        }
        return environment;
    }

    private String mirror() {
        List<String> oneLine = new ArrayList<>();
        List<String> deb822 = new ArrayList<>();
        try {
            Path main = etcApt.resolve("sources.list");
            if (Files.exists(main)) {
                oneLine.add(Files.readString(main));
            }
            read(oneLine, "*.list");
            read(deb822, "*.sources");
        } catch (IOException e) {
            throw new RigException(RigException.RigFailure.BROKEN, "cannot read apt's configuration: " + e, e);
        }
        return AptSources.mirror(oneLine, deb822)
                .orElseThrow(() -> new RigException(
                        RigException.RigFailure.BROKEN,
                        "no Debian mirror in " + etcApt + " to make the root filesystem from; add one, or let"
                                + " PILAB_ROOT_FILESYSTEM name a Debian " + RootFilesystem.SUITE + " tree"));
    }

    private void read(List<String> texts, String pattern) throws IOException {
        Path parts = etcApt.resolve("sources.list.d");
        if (Files.isDirectory(parts)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(parts, pattern)) {
                for (Path file : files) {
                    texts.add(Files.readString(file));
                }
            }
        }
    }

    private static void remove(Path log) {
        try {
            Files.delete(log);
        } catch (IOException e) {
            throw new RigException(RigException.RigFailure.BROKEN, "cannot remove " + log + ": " + e.getMessage(), e);
        }
    }

    /** Reports each stage once. */
    private static final class Stages implements Consumer<String> {
        private final Consumer<String> progress;
        private final LogTail tail;
        private Optional<BootstrapStage> reached = Optional.empty();

        private Stages(Consumer<String> progress, LogTail tail) {
            this.progress = progress;
            this.tail = tail;
        }

        @Override
        public void accept(String line) {
            tail.add(line);
            BootstrapStage.of(line)
                    .filter(stage -> reached.isEmpty() || stage.compareTo(reached.get()) > 0)
                    .ifPresent(stage -> {
                        reached = Optional.of(stage);
                        progress.accept("root filesystem: " + stage.label());
                    });
        }
    }
}
