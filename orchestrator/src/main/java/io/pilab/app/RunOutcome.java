package io.pilab.app;

import io.pilab.record.NotRestored;
import io.pilab.report.JudgedRun;
import io.pilab.store.RunDirectory;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a run.
 *
 * @param directory its record
 * @param judged empty: it could not be judged, and a remark says why
 * @param notRestored the hosts that are not as before, the last word on each
 * @param interrupted whether the operator ended it
 * @param unwritten a file of the record that could not be written, and why; the hosts keep what they measured
 * @param remarks what went wrong with the record or the verdict; nothing of it concerns the hosts
 */
public record RunOutcome(
        RunDirectory directory,
        Optional<JudgedRun> judged,
        List<NotRestored> notRestored,
        boolean interrupted,
        Optional<String> unwritten,
        List<String> remarks) {
    public RunOutcome {
        notRestored = List.copyOf(notRestored);
        remarks = List.copyOf(remarks);
    }

    RunOutcome unwritten(Optional<String> why) {
        return new RunOutcome(directory, judged, notRestored, interrupted, why, remarks);
    }
}
