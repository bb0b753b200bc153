package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
            board.at("pi-2", "connecting to pi@172.31.0.218");
            assertThat(text).hasToString("client  waiting\npi-2    connecting to pi@172.\n");
            text.getBuffer().setLength(0);

            board.at("client", "done\nsecond line");
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
            board.at("pi-2", "connecting to pi@172.31.0.218");
            board.at("client", "done");
            board.note("interrupted: ending");
        }
        assertThat(text).hasToString("pi-2: connecting to pi@172.31.0.218\nclient: done\ninterrupted: ending\n");
    }

    @Test
    void quietHearsOnlyWhatMustBeHeard() {
        try (HostBoard board = board(HostBoard.Mode.NONE, HOSTS)) {
            board.at("client", "done");
            board.note("interrupted: ending");
        }
        assertThat(text).hasToString("interrupted: ending\n");
    }

    @Test
    void moreHostsThanAScreenHasLinesAreToldLineByLine() {
        List<String> many = IntStream.range(0, 21).mapToObj(i -> "pi-" + i).toList();
        try (HostBoard board = board(HostBoard.Mode.IN_PLACE, many)) {
            board.at("pi-20", "done");
        }
        assertThat(text).hasToString("pi-20: done\n");
    }
}
