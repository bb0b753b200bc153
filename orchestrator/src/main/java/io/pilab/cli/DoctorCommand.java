package io.pilab.cli;

import io.pilab.agent.AgentScript;
import io.pilab.config.LabFile;
import io.pilab.config.ScenarioFile;
import io.pilab.doctor.Check;
import io.pilab.doctor.Diagnosis;
import io.pilab.doctor.HostReport;
import io.pilab.doctor.Finding;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.doctor.CheckContext;
import io.pilab.host.Parallel;
import io.pilab.host.ConnectedHost;
import io.pilab.lab.Lab;
import io.pilab.preflight.HostProbe;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import io.pilab.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks for what stands in the way of a run. */
@Command(
        name = "doctor",
        description = "Shows what on each host would stand in the way of a run, and its cure; changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A scenario adds what its faults need. Exit codes: 0 a run can be made",
            "(there may be warnings), 2 invalid file, 3 a host can not be reached,",
            "4 a run can not be made on some host; docs/doctor.md explains each check.",
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
        Lab lab = LabFile.load(options.lab);
        List<Scenario> scenarios =
                files.stream().map(f -> ScenarioFile.load(f, lab)).toList();
        try (Connections connections =
                new Connections(options.ssh(), lab.hosts(), Screen.of(spec).watcher())) {
            List<HostDiagnosis> diagnoses = Parallel.map(connections.sessions(), s -> diagnose(lab, scenarios, s));
            String text = options.json()
                    ? DoctorReport.json(diagnoses)
                    : Screen.of(spec).fitting(DoctorReport.text(diagnoses, options.coloured(), options.quiet));
            spec.commandLine().getOut().print(text);
            return exitCode(diagnoses);
        }
    }

    static int exitCode(List<HostDiagnosis> diagnoses) {
        if (diagnoses.stream().anyMatch(d -> d.reached() && d.failed())) {
            return ExitCode.NOT_SUPPORTED;
        }
        return diagnoses.stream().allMatch(HostDiagnosis::reached) ? ExitCode.DONE : ExitCode.BROKEN;
    }

    private static HostDiagnosis diagnose(Lab lab, List<Scenario> scenarios, ConnectedHost session) {
        List<Finding> findings = new ArrayList<>();
        try {
            session.agent().remote().connect();
            findings.addAll(ConnectionFindings.connected(session.host().ssh()));
            session.agent().install();
            session.agent().greeting().map(ConnectionFindings::greeting).ifPresent(findings::add);
            ScenarioRequirements needs = ScenarioRequirements.of(scenarios, session.host());
            HostReport evidence = HostProbe.of(session, Optional.of(AgentScript.LOCK));
            findings.add(Finding.ok(Check.SUDO, "the scripts run as root"));
            findings.addAll(Diagnosis.of(new CheckContext(lab, session.host(), needs, evidence)));
        } catch (RemoteException e) {
            findings.addAll(ConnectionFindings.refused(e, session.host().ssh(), findings));
        } catch (AgentException e) {
            findings.add(Finding.failed(Check.SCRIPTS, e.getMessage(), "df -h /run; ls -ld /run/pilab"));
        } catch (RuntimeException e) { // one host's trouble never hides what the others are
            findings.add(Finding.failed(Check.SCRIPTS, Failures.text(e), "PILAB_DEBUG=1 shows where"));
        }
        return new HostDiagnosis(session.host(), findings);
    }
}
