package io.pilab.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.app.Cancellation;
import io.pilab.app.Controller;
import io.pilab.app.RunBatch;
import io.pilab.app.RunBatch.ScenarioEnding;
import io.pilab.app.RunOutcome;
import io.pilab.app.RunRequest;
import io.pilab.app.RunScenario;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Shows several scenarios that run one after another, with a table of all at the end. */
final class BatchView implements RunBatch.Observer {
    private final HostOptions options;
    private final RunView view;
    private final PrintWriter out;
    private final PrintWriter err;
    private final List<Entry> entries = new ArrayList<>();

    BatchView(HostOptions options, CommandSpec spec) {
        this.options = options;
        this.view = new RunView(options, spec);
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
    }

    /**
     * How one scenario ended.
     *
     * @param exitCode empty when it was not run
     * @param text the run's folder, or the reason why it was not run
     */
    private record Entry(String scenario, Optional<Integer> exitCode, String text) {
        /** The name of the exit code. */
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

    /** Runs all scenarios and returns the highest exit code. */
    int run(Controller controller, List<RunRequest> requests) {
        return view.cancelling(cancellation -> {
            new RunBatch(controller, requests).run(this, cancellation);
            print();
            return exitCode();
        });
    }

    private int exitCode() {
        return entries.stream()
                .flatMap(entry -> entry.exitCode().stream())
                .max(Integer::compare)
                .orElse(ExitCode.DONE);
    }

    @Override
    public void began(RunRequest request, int number, int of) {
        if (!options.quiet) {
            err.println("scenario " + number + "/" + of + "  " + name(request));
            err.flush();
        }
    }

    @Override
    public RunOutcome show(RunScenario run, Cancellation cancellation) {
        return view.show(run.plan(), cancellation, run::run).outcome();
    }

    @Override
    public void ended(RunRequest request, ScenarioEnding ending) {
        entries.add(entry(name(request), ending));
    }

    @Override
    public void tell(String line) {
        view.tell(line);
    }

    private Entry entry(String scenario, ScenarioEnding ending) {
        if (ending instanceof ScenarioEnding.Run run) {
            return new Entry(
                    scenario,
                    Optional.of(OutcomeText.exitCode(run.outcome())),
                    run.outcome().directory().path().toString());
        }
        if (ending instanceof ScenarioEnding.Unsupported unsupported) {
            err.println("pilab: " + scenario + " cannot run here, no host was touched:");
            unsupported
                    .problems()
                    .forEach(problem -> err.println(problem.indent(2).stripTrailing()));
            return new Entry(
                    scenario,
                    Optional.of(ExitCode.NOT_SUPPORTED),
                    firstLine(unsupported.problems().get(0)));
        }
        if (ending instanceof ScenarioEnding.Failed failed) {
            String message = String.valueOf(failed.failure().getMessage());
            err.println("pilab: " + message);
            return new Entry(
                    scenario,
                    Optional.of(ExitCode.of(failed.failure()).orElse(ExitCode.BROKEN)),
                    failed.folder().orElse(firstLine(message)));
        }
        return new Entry(scenario, Optional.empty(), ((ScenarioEnding.Skipped) ending).reason());
    }

    private static String name(RunRequest request) {
        return request.scenario().value().name();
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
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("kind", "summary");
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
