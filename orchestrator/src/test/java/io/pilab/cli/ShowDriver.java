package io.pilab.cli;

import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.store.RunDirectory;
import io.pilab.store.TrialDirectory;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Runs that are stored, and what {@code pilab show} says of them. */
final class ShowDriver {
    private static final String SCENARIO = """
            scenario: wlan0-down
            traffic: { tool: iperf3, duration: 10s, interval: 1s, to: server.eth0 }
            arms: [mptcp, tcp]
            timeline:
              - { at: 3s, on: client, fault: link-down, interface: wlan0 }
            expect:
              - { survives: true, arm: mptcp }
              - { survives: false, arm: tcp }
              - { recovers: 90%, of: settled, within: 2s, arm: mptcp }
            """;

    record Shown(int exitCode, String out, String err) {}

    private final Path runs;

    ShowDriver(Path runs) {
        this.runs = runs;
    }

    Shown show(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[args.length + 3];
        all[0] = "show";
        all[1] = "--runs";
        all[2] = runs.toString();
        System.arraycopy(args, 0, all, 3, args.length);
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), all);
        return new Shown(code, out.toString(), err.toString());
    }

    RunDirectory store(Scenario scenario, List<TrialRecord> trials) {
        RunDirectory run = RunDirectory.create(runs, Instant.parse("2026-11-22T19:15:00Z"), "wlan0-down");
        run.storeFiles("lab: blog-demo\n", SCENARIO);
        RunRecord head = TestingRun.head();
        run.storeRun(
                new RunRecord(
                        head.format(),
                        run.name(),
                        head.scenario(),
                        head.lab(),
                        head.pilabVersion(),
                        head.commit(),
                        head.commandLine(),
                        head.started(),
                        head.hosts(),
                        head.clockOffsets(),
                        head.plan()),
                TestingLab.lab(),
                scenario);
        for (TrialRecord trial : trials) {
            TrialDirectory directory = run.beginTrial(trial.number(), trial.arm(), trial.path());
            directory.append(trial.events());
            directory.finish(trial.mptcpCounters(), trial.serverZero(), trial.problem(), List.of());
        }
        return run;
    }
}
