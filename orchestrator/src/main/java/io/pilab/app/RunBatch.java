package io.pilab.app;

import io.pilab.doctor.CheckContext;
import io.pilab.doctor.HostReport;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.host.Parallel;
import io.pilab.lab.Host;
import io.pilab.plan.RunPlan;
import io.pilab.preflight.HostProbe;
import io.pilab.preflight.Preflight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Several scenarios, one after another. All are checked before the first one begins, and those that the hosts support are run. */
public final class RunBatch {
    private final Controller controller;
    private final List<RunRequest> requests;

    public RunBatch(Controller controller, List<RunRequest> requests) {
        this.controller = controller;
        this.requests = List.copyOf(requests);
    }

    /** How one scenario ended. */
    public sealed interface ScenarioEnding {
        /** It was run. */
        record Run(RunOutcome outcome) implements ScenarioEnding {}

        /** It was not begun: why the hosts do not support it, one reason at least. */
        record Unsupported(List<String> problems) implements ScenarioEnding {}

        /** It could not be run to its end; {@code folder} is its record, if there is one. */
        record Failed(RuntimeException failure, Optional<String> folder) implements ScenarioEnding {}

        /** Nothing was begun any more, and why. */
        record Skipped(String reason) implements ScenarioEnding {}
    }

    /** Shows the progress of a batch. */
    public interface Observer {
        /** It is this one's turn. */
        void began(RunRequest request, int number, int of);

        /** Runs one, shown as one that is alone; {@code cancellation} ends it. */
        RunOutcome show(RunScenario run, Cancellation cancellation);

        /** One has ended; the next one begins after that. */
        void ended(RunRequest request, ScenarioEnding ending);

        /** Something about the locks of a run, or about its record. */
        void tell(String line);
    }

    /**
     * Runs them; how each ended, in their order.
     *
     * @param cancellation ends the one that runs, and begins none after it
     */
    public List<ScenarioEnding> run(Observer observer, Cancellation cancellation) {
        List<List<String>> unsupported = cancellation.during(this::unsupported);
        List<ScenarioEnding> endings = new ArrayList<>();
        Optional<String> stopped = Optional.empty();
        for (int i = 0; i < requests.size(); i++) {
            RunRequest request = requests.get(i);
            ScenarioEnding ending;
            stopped = stopped.or(() -> interrupted(cancellation));
            if (stopped.isPresent()) {
                ending = new ScenarioEnding.Skipped(stopped.get());
            } else {
                observer.began(request, i + 1, requests.size());
                ending = unsupported.get(i).isEmpty()
                        ? one(observer, request, cancellation)
                        : new ScenarioEnding.Unsupported(unsupported.get(i));
            }
            observer.ended(request, ending);
            endings.add(ending);
            stopped = stopped.or(() -> stop(request, ending));
        }
        return endings;
    }

    private ScenarioEnding one(Observer observer, RunRequest request, Cancellation cancellation) {
        RunScenario scenario = new RunScenario(controller, request, observer::tell);
        try {
            return new ScenarioEnding.Run(observer.show(scenario, cancellation));
        } catch (RuntimeException e) {
            if (Failures.kind(e).isEmpty()) {
                throw e;
            }
            return new ScenarioEnding.Failed(
                    e, scenario.directory().map(record -> record.path().toString()));
        }
    }

    private static Optional<String> interrupted(Cancellation cancellation) {
        return cancellation.cancelled() ? Optional.of("interrupted before it began") : Optional.empty();
    }

    /** The reason why nothing may follow, if there is one. */
    private static Optional<String> stop(RunRequest request, ScenarioEnding ending) {
        if (!(ending instanceof ScenarioEnding.Run run)) {
            return Optional.empty();
        }
        return run.outcome().notRestored().isEmpty()
                ? Optional.empty()
                : Optional.of("a host is not restored after "
                        + request.scenario().value().name());
    }

    /** What stands in the way of each, in their order; every host is asked once. */
    private List<List<String>> unsupported() {
        List<RunPlan> plans = requests.stream().map(RunRequest::plan).toList();
        List<Host> hosts =
                plans.stream().flatMap(plan -> plan.hosts().stream()).distinct().toList();
        try (Connections connections = controller.connect(hosts)) {
            List<HostReport> reports = Parallel.map(connections.sessions(), session -> {
                session.agent().install();
                return HostProbe.of(session, false);
            });
            return plans.stream()
                    .map(plan -> plan.hosts().stream()
                            .flatMap(host -> problems(plan, host, reports.get(hosts.indexOf(host))).stream())
                            .toList())
                    .toList();
        }
    }

    private static List<String> problems(RunPlan plan, Host host, HostReport report) {
        ScenarioRequirements needs = ScenarioRequirements.of(plan.scenario().treatments(), host);
        return Preflight.problems(new CheckContext(plan.lab(), host, needs, report));
    }
}
