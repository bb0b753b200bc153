package io.pilab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.app.BundleLab;
import io.pilab.app.BundleLab.Packed;
import io.pilab.app.Controller;
import io.pilab.config.LabFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Packs everything that a lab without internet needs. */
@Command(
        name = "bundle",
        addMethodSubcommands = false,
        description = "Packs everything that a lab without internet needs into one archive. Touches no host.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The archive holds iperf3's tarball (checked, downloaded if missing), every",
            "build that this machine's cache has from earlier applies, the lab file, the",
            "scenarios, pilab itself, the scripts for use by hand, and a README.txt with",
            "the exact commands. It holds no Debian packages: a Pi needs a compiler, which",
            "Raspberry Pi OS images have, or a bundled build from an identical Pi.",
            "",
            "Example:",
            "  pilab bundle -f lab.yaml -o pilab-bundle.tar.gz"
        })
final class BundleCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The archive to write, a .tar.gz.")
    private Path output;

    @Mixin
    private CommonOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Controller controller = Controller.of(
                Environment.variables(),
                Environment.controllerName(),
                ScreenOwner.of(spec).watcher());
        Packed packed = new BundleLab(controller, options.lab, LabFile.read(options.lab, Environment.variables()))
                .write(output, this::say);
        print(packed);
        return ExitCode.DONE;
    }

    private void say(String text) {
        if (!options.quiet) {
            spec.commandLine().getErr().println(text);
        }
    }

    private void print(Packed packed) {
        if (options.json()) {
            spec.commandLine().getOut().println(json(packed));
            return;
        }
        String builds = packed.platforms().isEmpty() ? "none" : String.join("; ", packed.platforms());
        spec.commandLine()
                .getOut()
                .println(output + ": iperf3 " + packed.version() + ", builds for: " + builds
                        + "; its README.txt says how to use it");
    }

    private String json(Packed packed) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", output.toString());
        object.put("iperf3", packed.version());
        object.put("sha256", packed.sha256());
        object.put("builds", packed.platforms());
        try {
            return new ObjectMapper().writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
