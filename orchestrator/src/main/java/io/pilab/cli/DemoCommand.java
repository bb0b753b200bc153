package io.pilab.cli;

import io.pilab.config.LabFile;
import io.pilab.lab.Lab;
import io.pilab.rig.Rig;
import io.pilab.time.Uninterrupted;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The blog's demo on a virtual rig. */
@Command(
        name = "demo",
        addMethodSubcommands = false,
        description =
                "Runs the blog's demo on a virtual rig: two virtual Pis built from network namespaces, real traffic.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Raises the rig of lab.yaml.example, whose links share one uplink as the blog's",
            "shared a switch. Runs scenarios/wlan0-down.yaml on it and takes the rig down",
            "again, unless it was up before. The blog's figures are printed beside this",
            "run's at the end. With --independent-links the files are",
            "lab-independent-links.yaml.example and scenarios/independent-links.yaml.",
            "The first time builds the hosts' root filesystem, which takes a minute or two.",
            "If the demo is killed, pilab rig down -f lab.yaml.example removes the rest.",
            "Exit codes: those of run.",
            "",
            "Example:",
            "  sudo ./pilab demo"
        })
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--independent-links", description = "Without the shared uplink: MPTCP adds up the links' rates.")
    private boolean independent;

    @Option(names = "--runs", paramLabel = "DIR", description = "Where the run directory goes (default: ./runs).")
    private Optional<Path> runs;

    @Mixin
    private OutputOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Lab lab = LabFile.parse(labFile(), resource(labFile()), Map.of());
        Rig rig = Rig.of(lab, Environment.variables());
        // Ctrl-C also reaches the run, which restores its hosts. The rig goes afterwards in any case.
        try (Interrupt interrupt = new Interrupt(Thread.currentThread()::interrupt)) {
            boolean ours = rig.up(this::progress);
            // In the rig's own directory, so that it goes with the rig, also after a kill. A second demo has its own
            // folder.
            Path folder =
                    rig.directory().resolve("demo-" + ProcessHandle.current().pid());
            try {
                unpack(folder);
                return ScreenOwner.of(spec).leave(() -> rig.execInController(run(folder), Map.of()));
            } finally {
                Uninterrupted.run(() -> delete(folder));
                if (ours) {
                    Uninterrupted.run(rig::down);
                    progress("rig " + lab.name() + ": taken down");
                }
            }
        }
    }

    private void progress(String line) {
        if (!options.quiet) {
            spec.commandLine().getErr().println(line);
        }
    }

    private List<String> run(Path folder) {
        List<String> words = new ArrayList<>(Launcher.words());
        words.addAll(List.of(
                "run",
                folder.resolve(scenarioFile()).toString(),
                "-f",
                folder.resolve(labFile()).toString()));
        words.addAll(List.of("--format", options.format(), "--color", options.color.name()));
        if (options.quiet) {
            words.add("--quiet");
        }
        runs.ifPresent(dir -> words.addAll(List.of("--runs", dir.toString())));
        return words;
    }

    private String labFile() {
        return independent ? "lab-independent-links.yaml.example" : "lab.yaml.example";
    }

    private String scenarioFile() {
        return independent ? "scenarios/independent-links.yaml" : "scenarios/wlan0-down.yaml";
    }

    private static String resource(String file) {
        try (InputStream in = DemoCommand.class.getResourceAsStream("/demo/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unpack(Path folder) {
        try {
            for (String file : List.of(labFile(), scenarioFile())) {
                Path target = folder.resolve(file);
                Files.createDirectories(target.getParent());
                Files.writeString(target, resource(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(Path folder) {
        try {
            for (String file : List.of(scenarioFile(), labFile())) {
                Path target = folder.resolve(file);
                Files.deleteIfExists(target);
                Files.deleteIfExists(target.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
