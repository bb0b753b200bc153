package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.Watcher.Activity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is said while nothing else is, by a clock that only the test moves. */
class ScreenTest {
    private static final String ERASE = "\r\u001b[K";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    private Screen screen(boolean inPlace) {
        return new Screen(new PrintWriter(out), new PrintWriter(err), inPlace, 60, clock::get);
    }

    /** So many seconds pass, four looks a second; what was printed on standard error meanwhile. */
    private String after(Screen screen, double seconds) {
        err.getBuffer().setLength(0);
        for (int i = 0; i < Math.round(seconds * 4); i++) {
            clock.addAndGet(Duration.ofMillis(250).toNanos());
            screen.tick();
        }
        return err.toString();
    }

    @Test
    void aLineOnATerminalIsRedrawnAndGoesBeforeAnythingElseIsPrinted() {
        Screen screen = screen(true);
        screen.during(false, () -> {
            Activity work = screen.watcher().begin("client", "connecting to pi@10.0.0.1");
            assertThat(after(screen, 0.75)).isEmpty();
            assertThat(after(screen, 0.25)).isEqualTo(ERASE + "client: connecting to pi@10.0.0.1, 1 s");
            assertThat(after(screen, 1)).isEqualTo(ERASE + "client: connecting to pi@10.0.0.1, 2 s");

            err.getBuffer().setLength(0);
            work.close();
            screen.out().println("result");
            assertThat(err).hasToString(ERASE);
            assertThat(out).hasToString("result\n");
            assertThat(after(screen, 1)).isEqualTo(ERASE + "result ... 1 s");
            return 0;
        });
        assertThat(err.toString()).endsWith(ERASE);
    }

    @Test
    void elsewhereALineComesWhenSomethingNewGoesOnAndElseEveryTenSeconds() {
        Screen screen = screen(false);
        screen.during(false, () -> {
            Activity work = screen.watcher().begin("client", "running facts.sh");
            assertThat(after(screen, 9)).isEqualTo("client: running facts.sh, 2 s\n");
            assertThat(after(screen, 3)).isEqualTo("client: running facts.sh, 12 s\n");
            work.close();
            try (Activity next = screen.watcher().begin("server", "running build.sh")) {
                assertThat(after(screen, 1)).isEqualTo("server: running build.sh, 0 s\n");
            }
            return 0;
        });
    }

    @Test
    void theInnermostOfEachPlaceIsSaidTheLongestFirstAndCutToTheTerminal() {
        Screen screen = screen(true);
        screen.during(false, () -> {
            screen.watcher().begin("server", "asking what it is");
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            screen.watcher().begin("client", "connecting");
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            screen.watcher().begin("server", "running facts.sh");
            screen.watcher().begin("pi-3", "x".repeat(80));
            assertThat(after(screen, 1.25))
                    .endsWith(ERASE + "client: connecting, 2 s | server: running facts.sh, 1 s | p")
                    .startsWith(ERASE + "server: asking what it is, 2 s | client: connecting, 1 s" + ERASE);
            return 0;
        });
    }

    @Test
    void isSilentWhenAskedToBeWhenSomebodyElseHasTheTerminalAndAfterAQuestion() {
        Screen screen = screen(true);
        assertThat(screen.<String>during(true, () -> after(screen, 9))).isEmpty();
        screen.during(false, () -> {
            assertThat(screen.<String>leave(() -> after(screen, 9))).isEmpty();
            screen.err().print("yes or no? ");
            assertThat(after(screen, 9)).isEmpty();
            return 0;
        });
        assertThat(after(screen, 9)).isEmpty();
    }

    @Test
    void whatAHostSaysCannotMoveTheCursor() {
        Screen screen = screen(true);
        screen.during(false, () -> {
            screen.watcher().begin("client", "\u001b[2Jno route\u009b to\nit");
            assertThat(after(screen, 1.25)).isEqualTo(ERASE + "client: no route toit, 1 s");
            screen.err().println("\u001b[1mbold\u001b[0m");
            return 0;
        });
    }

    @Test
    void everyCommandHasTheOptionsThatItDependsOn() {
        List<CommandLine> working = leaves(new PilabCommand(screen(true)).commandLine()).stream()
                .filter(command -> !Set.of("help", "version").contains(command.getCommandName()))
                .toList();
        assertThat(working)
                .hasSizeGreaterThan(10)
                .allSatisfy(command -> assertThat(OutputOptions.of(command.getCommandSpec()))
                        .as(command.getCommandName())
                        .isPresent());
    }

    private static List<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? List.of(command)
                : command.getSubcommands().values().stream()
                        .flatMap(sub -> leaves(sub).stream())
                        .toList();
    }
}
