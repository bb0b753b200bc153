package io.pilab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.doctor.HostReport;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.doctor.CheckContext;
import io.pilab.host.Parallel;
import io.pilab.lab.Host;
import io.pilab.plan.RunPlan;
import io.pilab.preflight.HostProbe;
import io.pilab.preflight.Preflight;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Several scenarios, one after another. All are checked before the first one begins. Those that the hosts support are
 * run, and a table at the end names every one.
 */
final class RunBatch {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HostOptions options;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Screen screen;
    private final List<Entry> entries = new ArrayList<>();

    RunBatch(HostOptions options, CommandSpec spec) {
        this.options = options;
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
        this.screen = Screen.of(spec);
    }

    /**
     * How one scenario ended.
     *
     * @param exitCode empty when it was not run
     * @param text the run's folder, or the reason why there is none
     */
    record Entry(String scenario, Optional<Integer> exitCode, String text) {
        /** The exit code as a word. */
        String outcome() {
            return exitCode.map(code -> switch (code) {
                        case ExitCode.DONE -> "PASS";
                        case ExitCode.EXPECTATION_FAILED -> "FAIL";
                        case ExitCode.NOT_SUPPORTED -> "NOT SUPPORTED";
                        case ExitCode.NOT_RESTORED -> "NOT RESTORED";
                        default -> "BROKEN";
                    })
                    .orElse("NOT RUN");
        }
    }

    /** Runs them; the worst exit code. */
    int run(List<RunPlan> plans, IntFunction<RunExecution> executions) {
        List<List<String>> unsupported = unsupported(plans);
        Optional<String> stopped = Optional.empty();
        for (int i = 0; i < plans.size(); i++) {
            String scenario = plans.get(i).scenario().name();
            if (stopped.isPresent()) {
                entries.add(new Entry(scenario, Optional.empty(), stopped.get()));
                continue;
            }
            begin(scenario, plans.size());
            List<String> problems = unsupported.get(i);
            if (!problems.isEmpty()) {
                err.println("pilab: " + scenario + " cannot run here, no host was touched:");
                problems.forEach(problem -> err.println(problem.indent(2).stripTrailing()));
                entries.add(new Entry(scenario, Optional.of(ExitCode.NOT_SUPPORTED), firstLine(problems.get(0))));
                continue;
            }
            stopped = one(scenario, executions.apply(i));
        }
        print();
        return entries.stream()
                .flatMap(entry -> entry.exitCode().stream())
                .max(Integer::compare)
                .orElse(ExitCode.DONE);
    }

    /** Runs one; the reason why nothing may follow it, if there is one. */
    private Optional<String> one(String scenario, RunExecution execution) {
        int exitCode;
        String text;
        try {
            exitCode = execution.execute();
            text = execution.folder().orElse("");
        } catch (RuntimeException e) {
            exitCode = Failures.exitCode(e).orElseThrow(() -> e);
            err.println("pilab: " + e.getMessage());
            text = execution.folder().orElse(firstLine(String.valueOf(e.getMessage())));
        }
        entries.add(new Entry(scenario, Optional.of(exitCode), text));
        if (execution.interrupted()) {
            return Optional.of("interrupted before it began");
        }
        return exitCode == ExitCode.NOT_RESTORED
                ? Optional.of("a host is not restored after " + scenario)
                : Optional.empty();
    }

    private void begin(String scenario, int of) {
        if (!options.quiet) {
            err.println("scenario " + (entries.size() + 1) + "/" + of + "  " + scenario);
            err.flush();
        }
    }

    /** What stands in the way of each, in the plans' order; every host is asked once. */
    private List<List<String>> unsupported(List<RunPlan> plans) {
        List<Host> hosts =
                plans.stream().flatMap(plan -> plan.hosts().stream()).distinct().toList();
        try (Connections connections = new Connections(options.ssh(), hosts, screen.watcher())) {
            List<HostReport> evidence = Parallel.map(connections.sessions(), session -> {
                session.agent().install();
                return HostProbe.of(session, Optional.empty());
            });
            return plans.stream()
                    .map(plan -> plan.hosts().stream()
                            .flatMap(host -> problems(plan, host, evidence.get(hosts.indexOf(host))).stream())
                            .toList())
                    .toList();
        }
    }

    private static List<String> problems(RunPlan plan, Host host, HostReport evidence) {
        ScenarioRequirements needs = ScenarioRequirements.of(List.of(plan.scenario()), host);
        return Preflight.problems(new CheckContext(plan.lab(), host, needs, evidence));
    }

    private void print() {
        if (options.json()) {
            out.println(json());
        } else {
            int widest =
                    entries.stream().mapToInt(e -> e.scenario().length()).max().orElse(0);
            String row = "%-" + Math.max(widest, "SCENARIO".length()) + "s  %-13s  %s%n";
            out.println();
            out.printf(row, "SCENARIO", "OUTCOME", "RUN");
            entries.forEach(e -> out.printf(row, e.scenario(), e.outcome(), e.text()));
        }
        out.flush();
    }

    private String json() {
        ObjectNode summary = JSON.createObjectNode().put("kind", "summary");
        ArrayNode scenarios = summary.putArray("scenarios");
        for (Entry entry : entries) {
            ObjectNode line =
                    scenarios.addObject().put("scenario", entry.scenario()).put("outcome", entry.outcome());
            entry.exitCode().ifPresent(code -> line.put("exit_code", code));
            line.put("text", entry.text());
        }
        return summary.toString();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
