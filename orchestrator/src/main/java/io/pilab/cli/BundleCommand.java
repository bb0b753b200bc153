package io.pilab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.config.LabFile;
import io.pilab.iperf3.Iperf3Cache.Kept;
import io.pilab.iperf3.Iperf3Sources;
import io.pilab.iperf3.TarballSearch.Search;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Packs what provisions a lab that has no internet. */
@Command(
        name = "bundle",
        description = "Packs what provisions a lab without internet into one archive; no host is touched.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The archive holds iperf3's tarball (checked; downloaded if need be), every",
            "build for alike hosts that this machine's cache has from earlier applies, the",
            "lab file, the scenarios, pilab itself, the scripts for use by hand, and a",
            "README.txt with the exact commands. Debian's packages are not in it: a Pi needs a compiler, which",
            "Raspberry Pi OS images have, or a build in the bundle from a Pi like it.",
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
        Iperf3Install wanted = LabFile.load(options.lab).iperf3();
        check(wanted);
        Path jar = jar();
        Iperf3Sources sources = Iperf3Sources.of(wanted, System.getenv());
        Kept tarball = tarball(wanted, sources.tarball(this::say));
        Bundle bundle = new Bundle(wanted.version(), tarball, sources.builds(this::say), jar, read(options.lab));
        bundle.write(output);
        print(bundle);
        return ExitCode.DONE;
    }

    private void check(Iperf3Install wanted) {
        if (!output.toString().endsWith(".tar.gz")) {
            throw new Failure(ExitCode.INVALID, output + " has to end in .tar.gz, which it will be");
        }
        if (wanted.source() == Source.GIT || wanted.source() == Source.PACKAGE) {
            throw new Failure(
                    ExitCode.INVALID,
                    "a bundle holds a tarball, and " + options.lab + " has `source: "
                            + wanted.source().label() + "`, for which each host needs the internet"
                            + "\n  Write `source: auto` there.");
        }
    }

    private static Kept tarball(Iperf3Install wanted, Search search) {
        return search.tarball()
                .orElseThrow(() -> new Failure(
                        ExitCode.BROKEN,
                        "no tarball of iperf3 " + wanted.version() + ":\n  " + String.join("\n  ", search.failures())
                                + (search.refused() ? "" : "\n  Name one in the lab file: iperf3: { tarball: PATH }")));
    }

    /** The jar that we run from. */
    private static Path jar() {
        try {
            Path jar = Path.of(BundleCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(jar)) {
                return jar;
            }
            throw new Failure(
                    ExitCode.BROKEN,
                    "this pilab runs from " + jar + ", not from a jar\n  Start the built one: ./pilab");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void say(String text) {
        if (!options.quiet) {
            spec.commandLine().getErr().println(text);
        }
    }

    private void print(Bundle bundle) {
        if (options.json()) {
            spec.commandLine().getOut().println(json(bundle));
            return;
        }
        String builds = bundle.platforms().isEmpty() ? "none" : String.join("; ", bundle.platforms());
        spec.commandLine()
                .getOut()
                .println(output + ": iperf3 " + bundle.version() + ", builds for: " + builds
                        + "; its README.txt says how to use it");
    }

    private String json(Bundle bundle) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", output.toString());
        object.put("iperf3", bundle.version());
        object.put("sha256", bundle.tarball().sha256());
        object.put("builds", bundle.platforms());
        try {
            return new ObjectMapper().writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
