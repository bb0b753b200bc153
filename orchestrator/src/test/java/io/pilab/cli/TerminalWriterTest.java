package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.record.Outcome;
import io.pilab.report.Paint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TerminalWriterTest {
    private final StringWriter terminal = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "clipboard, '\u001b]52;c;aGVsbG8=\u0007', '\\u001b]52;c;aGVsbG8=\\u0007'",
        "link, '\u001b]8;;http://x\u001b\\', '\\u001b]8;;http://x\\u001b\\'",
        "erase, '\u001b[2J', '\\u001b[2J'",
        "cursor, '\u001b[5A', '\\u001b[5A'",
        "concealed, '\u001b[8m', '\\u001b[8m'",
        "eight-bit CSI, '\u009b2J', '\\u009b2J'",
        "delete and backspace, 'x\u007f\by', 'x\\u007f\\u0008y'",
        "right to left, 'a\u202eb\u2066c\u061c', 'a\\u202eb\\u2066c\\u061c'",
        "nothing to see, 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'",
        "another line, 'a\u2028b\u0085', 'a\\u2028b\\u0085'",
    })
    void whatATerminalObeysIsShown(String what, String said, String shown) {
        TerminalWriter.results(terminal).print(said);
        assertThat(terminal).hasToString(shown);
    }

    @Test
    void nothingOverwritesTheBeginningOfItsLine() {
        TerminalWriter.results(terminal).print("good\rbad");
        assertThat(terminal).hasToString("good\\u000dbad");
    }

    @Test
    void aResultThatComesInPiecesIsWhole() {
        TerminalWriter results = TerminalWriter.results(terminal);
        results.printf("%-6s %-5s %s%n", "HOST", "STATE", "PID");
        results.print("client");
        results.println(" up");
        assertThat(terminal).hasToString("HOST   STATE PID\nclient up\n");
    }

    @Test
    void ourOwnColoursAndOtherLanguagesStay() {
        Paint paint = Paint.of(true);
        StringBuilder ours = new StringBuilder(paint.bold("b") + paint.faint("f") + paint.alert("a"));
        for (Outcome outcome : Outcome.values()) {
            ours.append(paint.outcome(outcome, "größer — 日本 😀\t\n"));
        }
        TerminalWriter.results(terminal).print(ours);
        assertThat(terminal).hasToString(ours.toString());
    }

    @Test
    void soDoTheOnesOfTheHelp() {
        String help =
                CommandLine.Help.Ansi.ON.string("@|bold run|@ @|yellow --format|@ @|italic text|@ @|red,bold no|@");
        TerminalWriter.results(terminal).print(help);
        assertThat(terminal).hasToString(help).asString().contains("\u001b[");
    }

    @Test
    void theCursorIsMovedByOurselvesOnly() {
        PrintWriter to = TerminalWriter.messages(terminal);
        to.print("\u001b[3A");
        TerminalWriter.control(to, "\u001b[3A");
        assertThat(terminal).hasToString("\\u001b[3A\u001b[3A");
    }

    @Test
    void aMessageIsCutWhereNobodyReadsOnAndAResultIsNot() {
        String line = "x".repeat(1_000_000);
        PrintWriter messages = TerminalWriter.messages(terminal);
        messages.print(line);
        messages.print(line);
        messages.println();
        messages.println("the next line");
        assertThat(terminal).hasToString("x".repeat(4000) + " ...\nthe next line\n");
        StringWriter results = new StringWriter();
        TerminalWriter.results(results).println(line);
        assertThat(results.toString()).hasSize(line.length() + 1);
    }

    @Test
    void whateverIsPrintedNothingButTextArrives() {
        Random random = new Random(20260101);
        PrintWriter results = TerminalWriter.results(terminal);
        for (int i = 0; i < 20_000; i++) {
            results.print((char) random.nextInt(i % 2 == 0 ? 0x100 : 0x3000));
            results.print(List.of("\u001b", "[", "2J", "\u001b[31m", "\u001b[0m", "\n")
                    .get(random.nextInt(6)));
        }
        String arrived = terminal.toString().replaceAll("\u001b\\[(0|31)m", "");
        assertThat(arrived.chars().filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
                .isEmpty();
    }
}
