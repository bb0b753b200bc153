package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.model.Role;
import io.pilab.run.RunCoordinator.NotRestored;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConclusionTest {
    private static final NotRestored LOST = new NotRestored("client", List.of("endpoint id 1: missing"), true);
    private static final NotRestored KEPT = new NotRestored("client", List.of("wlan0: down"), false);

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

    /** Throws when it is no valid command line. */
    private static void parse(List<String> cure) {
        String command = cure.get(cure.size() - 1).replaceFirst(".*: pilab ", "");
        new CommandLine(new PilabCommand()).parseArgs(command.split(" "));
    }
}
