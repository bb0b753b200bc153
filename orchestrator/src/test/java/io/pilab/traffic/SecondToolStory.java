package io.pilab.traffic;

import io.pilab.TestingLabs;
import io.pilab.config.InvalidFileException;
import io.pilab.config.ScenarioFile;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.plan.TrialPlan;
import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import io.pilab.report.ConsoleOptions;
import io.pilab.report.ConsoleReport;
import io.pilab.report.JudgedRun;
import io.pilab.scenario.Scenario;
import io.pilab.spool.HostSpool;
import io.pilab.spool.SpoolFile;
import io.pilab.store.RunDirectory;
import io.pilab.testing.TestingRun;
import io.pilab.testing.TestingSpool;
import io.pilab.verdict.RunResult;
import io.pilab.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What {@link SecondToolTest} does with its tool. It names none: which tools there are is a matter of its class loader. */
public final class SecondToolStory implements Function<String, List<String>> {
    private static final String SCENARIO = """
            scenario: second
            traffic: { tool: trickle, duration: 4s, rate: 20mbit, to: server.eth0 }
            expect:
              - { survives: true }
            """;

    private final Lab lab = TestingLabs.blogDemo();
    private final List<String> told = new ArrayList<>();

    @Override
    public List<String> apply(String what) {
        return switch (what) {
            case "report" -> report();
            case "refused" -> refused();
            case "record" -> List.of("" + readBack().equals(Optional.of(scenario())));
            default -> throw new IllegalArgumentException(what);
        };
    }

    private Scenario scenario() {
        return ScenarioFile.parse("scenario.yaml", SCENARIO, lab);
    }

    private List<String> report() {
        Scenario scenario = scenario();
        RunPlan plan = Planner.plan(lab, lab.pairs().get(0), scenario);
        plan.steps().forEach(s -> told.add(s.phase().label() + " " + s.host() + ": " + s.text()));
        told.add("needs: "
                + ScenarioRequirements.of(scenario.treatments(), plan.pair().client())
                        .faults());
        TrialPlan trial = plan.trials().get(0);
        List<Event> events = new ArrayList<>(events(plan.pair().client(), scenario, client()));
        events.addAll(events(plan.pair().server(), scenario, spool(5.02)));
        TrialRecord record = new TrialRecord(
                1,
                trial.arm(),
                trial.path(),
                events,
                Map.of(plan.pair().client().name(), Map.of("MPCapableSYNTX", 1L, "MPCapableSYNACKRX", 1L)),
                Optional.of(new TrialRecord.ServerZero(0, 0.001)),
                Optional.empty());
        RunResult result = Verdict.judge(scenario, List.of(record));
        new ConsoleReport(new ConsoleOptions(false, true, Optional.empty()))
                .render(new JudgedRun(TestingRun.head(), scenario, List.of(record), result))
                .lines()
                .forEach(told::add);
        told.add("verdict: " + result.outcome());
        return told;
    }

    private static TestingSpool client() {
        return spool(4.01)
                .with("traffic.jsonl", "what is this\n")
                .with("traffic.err", "cannot pace: no such qdisc\n")
                .withMonitor("""
                        -0.012 [       CREATED] token=1 remid=0 locid=0 saddr4=172.31.0.133 daddr4=172.31.0.218 sport=40000 dport=7007
                        -0.011 [   ESTABLISHED] token=1 remid=0 locid=0 saddr4=172.31.0.133 daddr4=172.31.0.218 sport=40000 dport=7007
                        0.002 [SF_ESTABLISHED] token=1 remid=0 locid=2 saddr4=172.31.0.173 daddr4=172.31.0.218 sport=40001 dport=7007 backup=0
                        """);
    }

    /** Four intervals of 20 Mbit/s. */
    private static TestingSpool spool(double end) {
        return new TestingSpool()
                .started(TestingSpool.agentLine(end, "\"event\":\"traffic-end\",\"code\":0"))
                .with("traffic.jsonl", "{\"event\":\"start\"}\n")
                .with(
                        "traffic.jsonl",
                        IntStream.range(0, 4)
                                .mapToObj(i -> i + " " + (i + 1) + " 2500000\n")
                                .collect(Collectors.joining()));
    }

    private List<Event> events(Host host, Scenario scenario, TestingSpool files) {
        HostSpool spool = HostSpool.of(
                host,
                scenario.treatments().get(0).traffic(),
                scenario.treatments().get(0).timeline());
        List<Event> events = new ArrayList<>();
        files.files()
                .forEach((file, bytes) ->
                        events.addAll(spool.accept(SpoolFile.named(file).orElseThrow(), bytes)));
        HostSpool.Finished finished = spool.finish();
        events.addAll(finished.events());
        finished.warnings().forEach(w -> told.add("warning: " + w));
        return events;
    }

    private List<String> refused() {
        String wrong = SCENARIO.replace("duration: 4s, rate: 20mbit", "duration: 2s, interval: 3s, rate: 7kbit");
        try {
            ScenarioFile.parse("scenario.yaml", wrong, lab);
            return List.of();
        } catch (InvalidFileException e) {
            return e.getMessage().lines().toList();
        }
    }

    private Optional<Scenario> readBack() {
        try {
            Path runs = Files.createTempDirectory("second-tool");
            RunDirectory run = RunDirectory.create(runs, Instant.EPOCH, "second");
            run.storeFiles(TestingLabs.blogDemoText("blog-demo", "200mbit"), SCENARIO);
            run.storeRun(TestingRun.head(), lab, scenario());
            Optional<Scenario> read = RunDirectory.open(run.path()).scenario();
            try (var all = Files.walk(runs)) {
                for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
