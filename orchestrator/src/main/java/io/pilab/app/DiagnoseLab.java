package io.pilab.app;

import io.pilab.doctor.CheckContext;
import io.pilab.doctor.Diagnosis;
import io.pilab.doctor.Finding;
import io.pilab.doctor.HostCheck;
import io.pilab.doctor.HostReport;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.host.ConnectedHost;
import io.pilab.host.Parallel;
import io.pilab.lab.Lab;
import io.pilab.preflight.HostProbe;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Treatment;
import java.util.ArrayList;
import java.util.List;

/** Finds out what on each host would stand in the way of a run; nothing is changed. */
public final class DiagnoseLab {
    private final Controller controller;
    private final Lab lab;
    private final List<Scenario> scenarios;

    /**
     * A diagnosis of a lab's hosts.
     *
     * @param scenarios those that are to be run; none: any
     */
    public DiagnoseLab(Controller controller, Lab lab, List<Scenario> scenarios) {
        this.controller = controller;
        this.lab = lab;
        this.scenarios = List.copyOf(scenarios);
    }

    /** What was found on each host, in the lab's order. */
    public List<HostDiagnosis> diagnose(Cancellation cancellation) {
        return cancellation.during(() -> {
            try (Connections connections = controller.connect(lab.hosts())) {
                return Parallel.map(connections.sessions(), this::diagnose);
            }
        });
    }

    private List<Treatment> treatments() {
        return scenarios.stream().flatMap(s -> s.treatments().stream()).toList();
    }

    private HostDiagnosis diagnose(ConnectedHost session) {
        List<Finding> findings = new ArrayList<>();
        try {
            session.agent().remote().connect();
            findings.addAll(ConnectionFindings.connected(session.host().ssh()));
            session.agent().install();
            session.agent().greeting().map(ConnectionFindings::greeting).ifPresent(findings::add);
            ScenarioRequirements needs = ScenarioRequirements.of(treatments(), session.host());
            HostReport report = HostProbe.of(session, true);
            findings.add(Finding.ok(HostCheck.SUDO, "the scripts run as root"));
            findings.addAll(Diagnosis.of(new CheckContext(lab, session.host(), needs, report)));
        } catch (RemoteException e) {
            findings.addAll(ConnectionFindings.refused(e, session.host().ssh(), findings));
        } catch (AgentException e) {
            findings.add(Finding.failed(HostCheck.SCRIPTS, e.getMessage(), "df -h /run; ls -ld /run/pilab"));
        } catch (RuntimeException e) { // one host's trouble never hides what the others are
            findings.add(Finding.failed(HostCheck.SCRIPTS, Failures.text(e), "PILAB_DEBUG=1 shows where"));
        }
        return new HostDiagnosis(session.host(), findings);
    }
}
