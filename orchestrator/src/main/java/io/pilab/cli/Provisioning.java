package io.pilab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.config.LabFile;
import io.pilab.model.Lab;
import io.pilab.provision.FactsReader;
import io.pilab.provision.HostConfiguration;
import io.pilab.provision.HostConfiguration.Difference;
import io.pilab.provision.Iperf3Provision;
import io.pilab.record.HostFacts;
import io.pilab.run.Parallel;
import io.pilab.run.Preflight;
import io.pilab.run.Session;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What plan and apply share: the difference of every host, and bringing it about. */
final class Provisioning {
    private final HostOptions options;
    private final PrintWriter out;
    private final boolean apply;

    Provisioning(HostOptions options, PrintWriter out, boolean apply) {
        this.options = options;
        this.out = out;
        this.apply = apply;
    }

    /** One host's lines. */
    private record HostReport(String host, List<String> changes, List<String> foreign, List<String> notes) {}

    int run() {
        Lab lab = LabFile.load(options.lab);
        try (Connections connections = new Connections(options.ssh(), lab.hosts())) {
            List<HostFacts> facts = Parallel.map(connections.sessions(), s -> {
                s.agent().install();
                return FactsReader.read(s.agent());
            });
            check(connections.sessions(), facts);
            List<Session> sessions = connections.sessions();
            List<HostReport> reports = Parallel.map(sessions, s -> report(lab, s, facts.get(sessions.indexOf(s))));
            print(reports);
        }
        return ExitCode.DONE;
    }

    private static void check(List<Session> sessions, List<HostFacts> facts) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < sessions.size(); i++) {
            problems.addAll(Preflight.unfit(sessions.get(i).host(), facts.get(i), true));
        }
        if (!problems.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_SUPPORTED, "not ready, no host was touched:\n  " + String.join("\n  ", problems));
        }
    }

    private HostReport report(Lab lab, Session session, HostFacts facts) {
        List<String> notes = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        Iperf3Provision iperf3 = new Iperf3Provision(lab.iperf3(), session.agent(), notes::add);
        if (apply) {
            HostFacts.Iperf3Binary had =
                    iperf3.exact(facts).or(() -> Iperf3Provision.other(facts)).orElse(null);
            HostFacts.Iperf3Binary has = iperf3.provide(facts);
            if (!has.equals(had)) {
                changes.add("+ iperf3 " + has.version() + " at " + has.path());
            }
        } else {
            iperf3.pending(facts).ifPresent(changes::add);
        }
        HostConfiguration configuration = new HostConfiguration(session.host(), lab.mptcp(), session.agent());
        Difference difference = apply ? configuration.apply() : configuration.difference();
        difference.changes().forEach(c -> changes.add(c.toString()));
        return new HostReport(session.name(), changes, difference.foreign(), notes);
    }

    private void print(List<HostReport> reports) {
        for (HostReport report : reports) {
            if (options.json()) {
                out.println(json(report));
                continue;
            }
            out.println(report.host() + ":" + (report.changes().isEmpty() ? " nothing to change" : ""));
            report.changes().forEach(c -> out.println("  " + c));
            report.foreign().forEach(f -> out.println("  ? " + f + " is not in the lab file; left alone"));
            if (!options.quiet) {
                report.notes().forEach(n -> out.println("  " + n));
            }
        }
    }

    private String json(HostReport report) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("host", report.host());
        object.put("applied", apply);
        object.put("changes", report.changes());
        object.put("foreign", report.foreign());
        object.put("notes", report.notes());
        try {
            return new ObjectMapper().writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
