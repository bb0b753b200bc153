package io.pilab.app;

import io.pilab.metrics.RunFigures;
import io.pilab.record.TrialRecord;
import io.pilab.report.JudgedRun;
import io.pilab.scenario.Scenario;
import io.pilab.store.RunDirectory;
import io.pilab.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges a run again from its record alone; reports that are gone are made again. */
public final class ShowRun {
    private final RecordedRun recorded;
    private final RunDirectory directory;
    private final boolean running;
    private final List<TrialRecord> recordedTrials;
    private final Optional<TrialRecord> cutOff;
    private final List<String> remarks = new ArrayList<>();

    private ShowRun(RecordedRun recorded) {
        this.recorded = recorded;
        this.directory = recorded.directory();
        this.running = directory.isRunning();
        this.recordedTrials = directory.trials();
        this.cutOff = RunDirectory.cutOff(recordedTrials);
    }

    /**
     * The run, judged.
     *
     * @param judged it
     * @param directory its record
     * @param remarks what a reader has to know besides
     */
    public record Shown(JudgedRun judged, Path directory, List<String> remarks) {
        /** What of it is compared with later runs. */
        RunFigures figures() {
            return Verdict.figures(
                    judged.run().run(), judged.scenario(), judged.result().trials());
        }
    }

    /**
     * Judges a run.
     *
     * @param run its folder, its name, the beginning of it in the runs folder, or {@code last}
     * @throws InvalidRequestException when there is none
     * @throws BrokenException when it cannot be judged
     */
    public static Shown show(Path runs, String run) {
        return new ShowRun(RecordedRun.find(runs, run)).show();
    }

    private Shown show() {
        Scenario scenario = recorded.scenario();
        List<TrialRecord> trials = running ? soFar() : recordedTrials;
        remark();
        try {
            JudgedRun judged = new JudgedRun(
                    directory.run(), scenario, trials, Verdict.judge(scenario, trials, directory.damage()));
            if (!running && cutOff.isEmpty() && judged.result().gaps().isEmpty()) {
                remarks.addAll(RunConclusion.store(judged, directory, name -> !directory.has(name)));
            }
            return new Shown(judged, directory.path(), List.copyOf(remarks));
        } catch (RuntimeException | StackOverflowError e) {
            remarks.add(directory.path() + " cannot be judged: " + Failures.text(e));
            throw new BrokenException(String.join("\n", remarks));
        }
    }

    /** The trial that is not over yet has no verdict, and not since anything went wrong. */
    private List<TrialRecord> soFar() {
        Optional<Integer> open = cutOff.map(TrialRecord::number);
        return recordedTrials.stream()
                .map(t -> open.equals(Optional.of(t.number())) ? t.withProblem("the trial is not over yet") : t)
                .toList();
    }

    private void remark() {
        if (running) {
            remarks.add("the run is still going on; this is what there is so far");
        } else {
            cutOff.ifPresent(t -> remarks.add("trial " + t.number()
                    + " was cut off; collect what its hosts kept with: pilab run --resume " + directory.name()));
        }
    }
}
