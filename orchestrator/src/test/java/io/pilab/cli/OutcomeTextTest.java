package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.app.RunOutcome;
import io.pilab.lab.Role;
import io.pilab.record.NotRestored;
import io.pilab.report.JudgedRun;
import io.pilab.store.RunDirectory;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import io.pilab.verdict.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeTextTest {
    private static final NotRestored LOST = new NotRestored("client", List.of("endpoint id 1: missing"), true);
    private static final NotRestored KEPT = new NotRestored("client", List.of("wlan0: down"), false);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void theCureIsACommandThatPilabTakes() {
        List<String> lost = OutcomeText.cure(LOST, Role.CLIENT, "my-lab.yaml");
        List<String> kept = OutcomeText.cure(KEPT, Role.HELPER, "my-lab.yaml");

        assertThat(lost).last().isEqualTo("What pilab apply had made comes back with: pilab apply -f my-lab.yaml");
        assertThat(kept).containsExactly("Restore it with: pilab restore -f my-lab.yaml client");
        parse(lost);
        parse(kept);
    }

    @Test
    void noCommandBringsBackWhatAHelperLostWithARestart() {
        assertThat(OutcomeText.cure(LOST, Role.HELPER, "my-lab.yaml"))
                .containsExactly(
                        "It was restarted, and what it had captured before the trial is gone with that.",
                        "pilab makes nothing on a helper: what is missing above was set by others, and is theirs to"
                                + " set again.");
    }

    @Test
    void aHostThatIsNotRestoredIsToldFirstAndLast() {
        OutcomeText ended = text();
        ended.notRestored(List.of(KEPT));
        assertThat(err.toString()).isEqualTo("""
                pilab: client is not restored:
                  wlan0: down
                  Restore it with: pilab restore -f lab.yaml client
                """);

        int exitCode = ended.ended(outcome(Optional.empty(), List.of(KEPT)));

        assertThat(exitCode).isEqualTo(ExitCode.NOT_RESTORED);
        assertThat(err.toString()).contains("pilab: it cannot be judged\n").endsWith("""
                pilab: client is not restored, see above.
                  Restore it with: pilab restore -f lab.yaml client
                """);
    }

    @Test
    void aRunThatCannotBeJudgedIsBroken() {
        assertThat(text().ended(outcome(Optional.empty(), List.of()))).isEqualTo(ExitCode.BROKEN);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void theVerdictIsPrintedWhateverIsToBeRemarked() {
        JudgedRun judged = new JudgedRun(
                TestingRun.head(),
                TestingRun.scenario(),
                TestingRun.trials(),
                Verdict.judge(TestingRun.scenario(), TestingRun.trials()));

        assertThat(text().ended(outcome(Optional.of(judged), List.of()))).isEqualTo(ExitCode.DONE);

        assertThat(out.toString()).contains("verdict: PASS");
        assertThat(err.toString()).contains("pilab: it cannot be judged");
    }

    private RunOutcome outcome(Optional<JudgedRun> judged, List<NotRestored> hosts) {
        return new RunOutcome(
                RunDirectory.create(folder, Instant.EPOCH, "test"),
                judged,
                hosts,
                false,
                Optional.empty(),
                List.of("it cannot be judged"));
    }

    private OutcomeText text() {
        HostOptions options = new HostOptions();
        options.lab = Path.of("lab.yaml");
        Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, 80, System::nanoTime);
        return new OutcomeText(TestingLab.lab(), options, screen);
    }

    /** Throws when it is no valid command line. */
    private static void parse(List<String> cure) {
        String command = cure.get(cure.size() - 1).replaceFirst(".*: pilab ", "");
        new PilabCommand().commandLine().parseArgs(command.split(" "));
    }
}
