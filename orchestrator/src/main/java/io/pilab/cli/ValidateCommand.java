package io.pilab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.app.TarballCheck;
import io.pilab.config.ConfigFile;
import io.pilab.config.InvalidFileException;
import io.pilab.config.LabFile;
import io.pilab.config.Problem;
import io.pilab.config.ScenarioFile;
import io.pilab.lab.Lab;
import io.pilab.scenario.Scenario;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks lab and scenario files. */
@Command(
        name = "validate",
        addMethodSubcommands = false,
        description = "Checks lab and scenario files. Touches no host.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        footer = {
            "",
            "A scenario is also checked against the lab: the one among the files, else that of -f.",
            "Exit codes: 0 all are valid, 2 at least one is not (every problem is printed).",
            "",
            "Example:",
            "  pilab validate lab.yaml scenarios/wlan0-down.yaml"
        })
final class ValidateCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files of either kind, recognised by their keys (default: the lab file).")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private CommonOptions options;

    @Spec
    private CommandSpec spec;

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<String, String> valid = new LinkedHashMap<>();

    @Override
    public Integer call() {
        if (files.isEmpty()) {
            lab(options.lab.toString(), () -> LabFile.load(options.lab, Environment.variables()));
        } else {
            named();
        }
        print();
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.INVALID;
    }

    private void named() {
        List<ConfigFile> labFiles = new ArrayList<>();
        List<ConfigFile> scenarioFiles = new ArrayList<>();
        for (Path file : files) {
            attempt(() -> ConfigFile.load(file))
                    .ifPresent(f -> (f.kind() == ConfigFile.FileKind.LAB ? labFiles : scenarioFiles).add(f));
        }
        List<Lab> labs = new ArrayList<>();
        labFiles.forEach(f -> lab(f.name(), () -> LabFile.parse(f.name(), f.text(), Environment.variables()))
                .ifPresent(labs::add));
        if (labFiles.isEmpty() && !scenarioFiles.isEmpty()) {
            surroundingLab().ifPresent(labs::add);
        }
        scenarioFiles.forEach(f -> scenario(f, labs));
    }

    private Optional<Lab> lab(String file, Supplier<Lab> reading) {
        Optional<Lab> lab = attempt(reading);
        Optional<Problem> tarball = lab.flatMap(l -> TarballCheck.problem(file, l, Environment.variables()));
        tarball.ifPresent(problems::add);
        lab.filter(l -> tarball.isEmpty())
                .ifPresent(l -> valid.put(
                        file,
                        "lab " + l.name() + ": " + count(l.hosts().size(), "host") + ", "
                                + count(l.pairs().size(), "pair")));
        return lab;
    }

    /** The lab of -f, if the file exists or -f was given. */
    private Optional<Lab> surroundingLab() {
        boolean asked = spec.commandLine().getParseResult().hasMatchedOption("--lab");
        return asked || Files.exists(options.lab)
                ? attempt(() -> LabFile.load(options.lab, Environment.variables()))
                : Optional.empty();
    }

    private void scenario(ConfigFile file, List<Lab> labs) {
        Optional<Scenario> alone = labs.isEmpty()
                ? attempt(() -> ScenarioFile.parse(file.name(), file.text()))
                : labs.stream()
                        .map(lab -> attempt(() -> ScenarioFile.parse(file.name(), file.text(), lab)))
                        .reduce((a, b) -> a.isPresent() ? b : a)
                        .orElseThrow();
        alone.ifPresent(s -> valid.put(
                file.name(),
                "scenario " + s.name() + ": " + count(faults(s), "fault") + ", "
                        + count(s.arms().size(), "arm") + ", "
                        + count(s.trials().size(), "trial")));
    }

    /** The most of an arm. */
    private static int faults(Scenario scenario) {
        return scenario.treatments().stream()
                .mapToInt(t -> t.timeline().faults().size())
                .max()
                .orElse(0);
    }

    private <T> Optional<T> attempt(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (InvalidFileException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    private void print() {
        if (options.json()) {
            printJson();
            return;
        }
        problems.forEach(spec.commandLine().getErr()::println);
        if (!options.quiet) {
            valid.forEach((file, what) -> spec.commandLine().getOut().println(file + ": valid (" + what + ")"));
        }
    }

    private void printJson() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("valid", problems.isEmpty());
        answer.put("problems", problems);
        try {
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
