package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.host.RunException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is seen of many hosts while they are worked on, and after. */
class HostBoardTest {
    private static final List<String> HOSTS = List.of("client", "pi-2");

    private final StringWriter text = new StringWriter();

    private HostBoard board(HostBoard.Mode mode, List<String> hosts) {
        return new HostBoard(new Screen(new PrintWriter(text), new PrintWriter(text), true, 30, () -> 0), hosts, mode);
    }

    @Test
    void onATerminalEachHostHasALineThatIsRewrittenAndGoneAtTheEnd() {
        try (HostBoard board = board(HostBoard.Mode.IN_PLACE, HOSTS)) {
            board.tell("pi-2", "connecting to pi@172.31.0.218");
            assertThat(text).hasToString("client  waiting\npi-2    connecting to pi@172.\n");
            text.getBuffer().setLength(0);

            board.tell("client", "done\nsecond line");
            assertThat(text).hasToString("\u001b[2A\u001b[Jclient  done\npi-2    connecting to pi@172.\n");
            text.getBuffer().setLength(0);

            board.note("interrupted: ending");
            assertThat(text)
                    .hasToString("\u001b[2A\u001b[Jinterrupted: ending\nclient  done\npi-2    connecting to pi@172.\n");
            text.getBuffer().setLength(0);
        }
        assertThat(text).hasToString("\u001b[2A\u001b[J");
    }

    @Test
    void elsewhereEachThingIsALine() {
        try (HostBoard board = board(HostBoard.Mode.LINES, HOSTS)) {
            board.tell("pi-2", "connecting to pi@172.31.0.218");
            board.tell("client", "done");
            board.note("interrupted: ending");
        }
        assertThat(text).hasToString("pi-2: connecting to pi@172.31.0.218\nclient: done\ninterrupted: ending\n");
    }

    @Test
    void quietHearsOnlyWhatMustBeHeard() {
        try (HostBoard board = board(HostBoard.Mode.NONE, HOSTS)) {
            board.tell("client", "done");
            board.note("interrupted: ending");
        }
        assertThat(text).hasToString("interrupted: ending\n");
    }

    @Test
    void moreHostsThanAScreenHasLinesAreToldLineByLine() {
        List<String> many = IntStream.range(0, 21).mapToObj(i -> "pi-" + i).toList();
        try (HostBoard board = board(HostBoard.Mode.IN_PLACE, many)) {
            board.tell("pi-20", "done");
        }
        assertThat(text).hasToString("pi-20: done\n");
    }

    @Test
    void aReportSaysWhatWasDoneOrThatNothingWas() {
        HostSummary nothing = new HostSummary("client", "changes", "foreign", "notes");
        nothing.put("applied", true);
        nothing.add("foreign", "endpoint 10.0.0.9 id 1", "? endpoint 10.0.0.9 id 1 is not in the lab file; left alone");
        nothing.note("notes", "using /usr/bin/iperf3");

        assertThat(nothing.text("nothing to change", false))
                .containsExactly(
                        "client: nothing to change",
                        "  ? endpoint 10.0.0.9 id 1 is not in the lab file; left alone",
                        "  using /usr/bin/iperf3");
        assertThat(nothing.text("nothing to change", true)).hasSize(2);
        assertThat(nothing.json())
                .isEqualTo("{\"host\":\"client\",\"applied\":true,\"changes\":[],"
                        + "\"foreign\":[\"endpoint 10.0.0.9 id 1\"],\"notes\":[\"using /usr/bin/iperf3\"]}");
    }

    @Test
    void aReportOfAFailureKeepsWhatWasDoneBefore() {
        HostSummary failed = new HostSummary("client", "changes");
        failed.add("changes", "~ limits", "~ limits");
        failed.fail(new RunException("client: in use", true));

        assertThat(failed.text("nothing to change", false)).containsExactly("client: failed", "  ~ limits");
        assertThat(failed.exitCode()).isEqualTo(4);
        assertThat(failed.failure()).contains("client: in use");
        assertThat(failed.json())
                .isEqualTo("{\"host\":\"client\",\"changes\":[\"~ limits\"],\"failed\":\"client: in use\"}");

        HostSummary unforeseen = new HostSummary("client", "changes");
        unforeseen.fail(new IllegalStateException("x"));
        assertThat(unforeseen.exitCode()).isEqualTo(3);
        assertThat(unforeseen.failure()).contains("client: internal error: java.lang.IllegalStateException: x");
    }
}
