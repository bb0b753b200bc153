package io.pilab.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.app.Controller;
import io.pilab.app.ResumeRun;
import io.pilab.app.RunRequest;
import io.pilab.app.RunScenario;
import io.pilab.app.ShowRun;
import io.pilab.app.ShowRun.Shown;
import io.pilab.app.Variation;
import io.pilab.app.Version;
import io.pilab.config.ConfigFile;
import io.pilab.config.LabFile;
import io.pilab.config.Loaded;
import io.pilab.config.ScenarioFile;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.lab.Pair;
import io.pilab.plan.RunPlan;
import io.pilab.scenario.Scenario;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs scenarios. */
@Command(
        name = "run",
        addMethodSubcommands = false,
        description = "Runs scenarios on a pair of the lab, restores the hosts, and reports the result.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Progress goes to standard error, the result to standard output. With",
            "--format json every event is a line as it happens, the result the last one.",
            "Several scenarios are all checked before the first one begins. Those that the",
            "hosts support are run, and a table at the end names every one.",
            "Exit codes: 0 every expectation held, 1 one did not, 2 invalid file,",
            "3 broken, 4 not supported, 5 a host is not restored. Of several scenarios",
            "the highest.",
            "",
            "Examples:",
            "  pilab run wlan0-down",
            "  pilab run --arm mptcp --repeat 5 scenarios/wlan0-down.yaml",
            "  pilab run --dry-run scenarios/wlan0-down.yaml",
            "  pilab run --baseline 20261122T191500Z-wlan0-down-a1b2 wlan0-down",
            "  pilab run --resume last"
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description = "Scenario files, or names of those that come with pilab; run one after another.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--pair", paramLabel = "CLIENT", description = "The pair of this client (default: the only one).")
    private Optional<String> pair;

    @Option(names = "--arm", paramLabel = "ARM", description = "Only this arm of the scenario.")
    private Optional<String> arm;

    @Option(names = "--repeat", paramLabel = "N", description = "Repeats, in place of the scenario's own.")
    private Optional<Integer> repeat;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Shuffle the arms of each repeat as the run with this seed did (default: one is drawn).")
    private Optional<Long> seed;

    @Option(
            names = "--baseline",
            paramLabel = "RUN",
            description =
                    "Compare with this earlier run (as for show): with what the scenario says in `regression`, or else"
                            + " recovery and throughput of each arm.")
    private Optional<String> baseline;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description =
                    "Finish a run whose controller was killed: collect what its hosts kept, check that they are as before,"
                            + " and run the trials that are missing. RUN as for show.")
    private Optional<String> resume;

    @Option(
            names = "--details",
            description = "Print each trial in full, also with repeats, which have a line each (see show).")
    private boolean details;

    @Option(names = "--dry-run", description = "Print what would happen; no host is touched.")
    private boolean dryRun;

    @Mixin
    private LockOption lock;

    @Mixin
    private RunsOption runs;

    @Mixin
    private HostOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        options.details = details;
        if (resume.isPresent()) {
            return resume(resume.get());
        }
        if (files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'SCENARIO'");
        }
        List<ConfigFile> texts = files.stream().map(ScenarioFile::find).toList();
        Loaded<Lab> lab = LabFile.read(options.lab, Environment.variables());
        Pair chosen = pair(lab.value());
        Optional<Shown> earlier = baseline.map(run -> ShowRun.show(runs.folder(), run));
        List<RunRequest> requests =
                texts.stream().map(text -> request(text, lab, chosen, earlier)).toList();
        if (dryRun) {
            requests.forEach(request -> print(request.plan()));
            return ExitCode.DONE;
        }
        Controller controller = options.controller(); // may ask for a password, which Ctrl-C must still end
        if (requests.size() > 1) {
            return new BatchView(options, spec).run(controller, requests);
        }
        RunView view = new RunView(options, spec);
        RunScenario run = new RunScenario(controller, requests.get(0), view::tell);
        return view.cancelling(c -> view.show(run.plan(), c, run::run).exitCode());
    }

    private int resume(String run) {
        if (!files.isEmpty()
                || dryRun
                || arm.isPresent()
                || repeat.isPresent()
                || seed.isPresent()
                || baseline.isPresent()
                || pair.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--resume takes scenario, arms and pair from the run itself");
        }
        RunView view = new RunView(options, spec);
        ResumeRun resumed = ResumeRun.open(options.controller(), runs.folder(), run, lock.steal, view::tell);
        return view.cancelling(c -> view.show(resumed.plan(), c, resumed::run).exitCode());
    }

    private RunRequest request(ConfigFile file, Loaded<Lab> lab, Pair chosen, Optional<Shown> earlier) {
        Scenario scenario = new Variation(arm, repeat, seed, earlier)
                .of(ScenarioFile.parse(file.name(), file.text(), lab.value()), file.name());
        List<String> commandLine = new ArrayList<>(List.of("pilab"));
        commandLine.addAll(spec.commandLine().getParseResult().originalArgs());
        return new RunRequest(
                lab,
                new Loaded<>(scenario, file.text()),
                chosen,
                runs.folder(),
                lock.steal,
                Version.ofBuild(),
                commandLine);
    }

    private Pair pair(Lab lab) {
        if (pair.isPresent()) {
            return lab.pairs().stream()
                    .filter(p -> p.client().name().equals(pair.get()))
                    .findFirst()
                    .orElseThrow(() -> new Failure(
                            ExitCode.INVALID, "no pair has client '" + pair.get() + "'; there are: " + clients(lab)));
        }
        if (lab.pairs().size() > 1) {
            throw new Failure(ExitCode.INVALID, "the lab has several pairs; choose one with --pair: " + clients(lab));
        }
        return lab.pairs().get(0);
    }

    private static String clients(Lab lab) {
        return lab.pairs().stream().map(Pair::client).map(Host::name).collect(Collectors.joining(", "));
    }

    private void print(RunPlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(json(plan));
            return;
        }
        out.println("scenario " + plan.scenario().name() + ", " + plan.trials().size() + " trials, "
                + minutes(traffic(plan)) + " of traffic; no host is touched");
        plan.steps().forEach(s -> out.printf("  %-9s  %-8s  %s%n", s.phase().label(), s.host(), s.text()));
    }

    private static String minutes(Duration duration) {
        return duration.compareTo(Duration.ofMinutes(2)) < 0
                ? duration.toSeconds() + " s"
                : Math.round(duration.toSeconds() / 60.0) + " min";
    }

    /** That of all trials; between two trials a host needs a second more. */
    private static Duration traffic(RunPlan plan) {
        return plan.trials().stream()
                .map(t -> plan.scenario().treatment(t.arm()).traffic().duration())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static ObjectNode json(RunPlan plan) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "plan")
                .put("scenario", plan.scenario().name())
                .put("trials", plan.trials().size())
                .put("traffic_seconds", traffic(plan).toMillis() / 1000.0);
        ArrayNode steps = line.putArray("steps");
        plan.steps()
                .forEach(s -> steps.addObject()
                        .put("phase", s.phase().label())
                        .put("host", s.host())
                        .put("text", s.text()));
        return line;
    }
}
