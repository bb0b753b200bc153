package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.Lab;
import io.pilab.lab.Role;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.run.RunCoordinator.NotRestored;
import io.pilab.store.RunDirectory;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConclusionTest {
    private static final NotRestored LOST = new NotRestored("client", List.of("endpoint id 1: missing"), true);
    private static final NotRestored KEPT = new NotRestored("client", List.of("wlan0: down"), false);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void theCureIsACommandThatPilabTakes() {
        List<String> lost = Conclusion.cure(LOST, Role.CLIENT, "my-lab.yaml");
        List<String> kept = Conclusion.cure(KEPT, Role.HELPER, "my-lab.yaml");

        assertThat(lost).last().isEqualTo("What pilab apply had made comes back with: pilab apply -f my-lab.yaml");
        assertThat(kept).containsExactly("Heal it with: pilab restore -f my-lab.yaml client");
        parse(lost);
        parse(kept);
    }

    @Test
    void noCommandBringsBackWhatAHelperLostWithARestart() {
        assertThat(Conclusion.cure(LOST, Role.HELPER, "my-lab.yaml"))
                .containsExactly(
                        "It was restarted, and what it had captured before the trial is gone with that.",
                        "pilab makes nothing on a helper: what is missing above was set by others, and is theirs to"
                                + " set again.");
    }

    @Test
    void aHostThatIsNotRestoredIsToldBeforeAnythingIsJudged() {
        int exitCode = conclusion().conclude(run(), List.of(KEPT), () -> {
            assertThat(err.toString()).isEqualTo("""
                    pilab: client is not restored:
                      wlan0: down
                      Heal it with: pilab restore -f lab.yaml client
                    """);
            throw new IllegalStateException("boom");
        });

        assertThat(exitCode).isEqualTo(ExitCode.NOT_RESTORED);
        assertThat(err.toString())
                .contains("pilab: the run cannot be judged: internal error: java.lang.IllegalStateException: boom\n")
                .endsWith("""
                        pilab: client is not restored, see above.
                          Heal it with: pilab restore -f lab.yaml client
                        """);
    }

    @Test
    void anAnalysisThatCrashesIsBrokenWithItsReason() {
        RunDirectory run = run();

        int exitCode = conclusion().conclude(run, List.of(), () -> {
            throw new IllegalStateException("boom");
        });

        assertThat(exitCode).isEqualTo(ExitCode.BROKEN);
        assertThat(err.toString()).contains("boom").contains("Its record is in " + run.path());
    }

    @Test
    void aResultThatCannotBeStoredChangesNoVerdict() throws IOException {
        RunDirectory run = run();
        Files.move(run.path(), folder.resolve("gone"));

        int exitCode = conclusion().conclude(run, List.of(), TestingRun::trials);

        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("verdict: PASS");
        assertThat(err.toString())
                .contains("pilab: result.json is not stored: cannot write "
                        + run.path().resolve("result.json") + ": there is no such file\n  pilab show " + run.name()
                        + " makes it again.\n")
                .contains("intervals.csv is not stored");
    }

    private RunDirectory run() {
        return RunDirectory.create(folder, Instant.EPOCH, "test");
    }

    private Conclusion conclusion() {
        CommandLine command =
                new CommandLine(new PilabCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        Lab lab = TestingLab.lab();
        RunPlan plan = Planner.plan(lab, lab.pairs().get(0), TestingRun.scenario());
        HostOptions options = new HostOptions();
        options.lab = Path.of("lab.yaml");
        return new Conclusion(plan, TestingRun.head(), options, command.getCommandSpec());
    }

    /** Throws when it is no valid command line. */
    private static void parse(List<String> cure) {
        String command = cure.get(cure.size() - 1).replaceFirst(".*: pilab ", "");
        new CommandLine(new PilabCommand()).parseArgs(command.split(" "));
    }
}
