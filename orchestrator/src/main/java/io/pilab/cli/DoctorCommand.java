package io.pilab.cli;

import io.pilab.app.Cancellation;
import io.pilab.app.Controller;
import io.pilab.app.DiagnoseLab;
import io.pilab.app.HostDiagnosis;
import io.pilab.config.LabFile;
import io.pilab.config.ScenarioFile;
import io.pilab.lab.Lab;
import io.pilab.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks whether a run can be made. */
@Command(
        name = "doctor",
        addMethodSubcommands = false,
        description = "Shows what would prevent or disturb a run on each host, with cures. Changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A scenario adds what its faults need. Exit codes: 0 a run can be made",
            "(warnings are possible), 2 invalid file, 3 a host is unreachable,",
            "4 a host is unsupported. docs/doctor.md explains each check.",
            "",
            "Examples:",
            "  pilab doctor",
            "  pilab doctor scenarios/wlan0-down.yaml",
            "  pilab doctor --format json -f lab.yaml"
        })
final class DoctorCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "Scenario files that are to be run.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private HostOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Lab lab = LabFile.load(options.lab, Environment.variables());
        List<Scenario> scenarios =
                files.stream().map(f -> ScenarioFile.load(f, lab)).toList();
        Controller controller = options.controller(); // may ask for a password, which Ctrl-C must still end
        // Doctor changes nothing, so Ctrl-C may end it at once.
        List<HostDiagnosis> diagnoses = new DiagnoseLab(controller, lab, scenarios).diagnose(new Cancellation());
        String text = options.json()
                ? DoctorReport.json(diagnoses)
                : ScreenOwner.of(spec).fitting(DoctorReport.text(diagnoses, options.coloured(), options.quiet));
        spec.commandLine().getOut().print(text);
        return exitCode(diagnoses);
    }

    static int exitCode(List<HostDiagnosis> diagnoses) {
        if (diagnoses.stream().anyMatch(d -> d.reached() && d.failed())) {
            return ExitCode.NOT_SUPPORTED;
        }
        return diagnoses.stream().allMatch(HostDiagnosis::reached) ? ExitCode.DONE : ExitCode.BROKEN;
    }
}
