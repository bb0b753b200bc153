package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.testing.TestingRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code show} makes of records that are damaged or foreign, or that somebody made to do harm. */
@Timeout(60)
class DamagedRecordsTest {
    private static final String TRIAL_1 = "trial 1/2  mptcp  client.eth0 172.31.0.133 -> server.eth0 172.31.0.218";
    private static final String TRIAL_2 = "trial 2/2  tcp  client.wlan0 172.31.0.173 -> server.eth0 172.31.0.218";

    private record Shown(int exitCode, String out, String err) {
        String all() {
            return out + err;
        }
    }

    @TempDir
    private Path runs;

    private Path run;

    @BeforeEach
    void copy() throws IOException {
        run = TestingRecord.copy(runs);
    }

    private Shown show() {
        return show(run.toString());
    }

    private Shown show(String name) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), "show", "--runs", runs.toString(), name);
        return new Shown(code, out.toString(), err.toString());
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(run.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(run.resolve(file), text.replace(from, to));
    }

    /** The verdict is BROKEN for that reason, and both trials are shown. */
    private void brokenBecause(String reason) {
        Shown shown = show();
        assertThat(shown.out().replaceAll("\\s+", " ")).contains(reason.replaceAll("\\s+", " "));
        assertThat(shown.out())
                .contains("verdict: BROKEN")
                .contains("trial 1/2")
                .contains("trial 2/2");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.BROKEN);
    }

    @Test
    void aWholeRecordIsJudgedAndItsFilesAreMadeAgain() throws IOException {
        Shown shown = show();

        assertThat(shown.err()).isEmpty();
        assertThat(shown.out())
                .contains("verdict: PASS  every expectation held")
                .contains(TRIAL_1)
                .contains(TRIAL_2);
        assertThat(shown.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(run.resolve("result.json")).content().contains("\"outcome\" : \"pass\"");
        assertThat(run.resolve("intervals.csv"))
                .content()
                .startsWith("run,trial,arm,start,end,")
                .hasLineCount(21);
        assertThat(run.resolve("samples.csv"))
                .content()
                .startsWith("run,trial,arm,host,side,start,end,bytes,")
                .contains(TestingRecord.NAME + ",1,mptcp,server,receiver,0.000000,0.1");

        Files.writeString(run.resolve("result.json"), "mine");
        show();
        assertThat(run.resolve("result.json")).as("what is there is left alone").hasContent("mine");
    }

    @Test
    void aReaderThatMayNotWriteIsShownAllTheSame() throws IOException {
        Files.createDirectory(run.resolve(".intervals.csv.new"));
        Files.createFile(run.resolve(".intervals.csv.new/x"));

        Shown shown = show();

        assertThat(shown.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(shown.err())
                .startsWith("pilab: intervals.csv is not stored: cannot write " + run + "/intervals.csv");
        assertThat(run.resolve("samples.csv")).exists();
    }

    @Test
    void whatIsNoTrialIsPassedOver() throws IOException {
        Files.createFile(run.resolve("trials/.DS_Store"));
        Files.createDirectory(run.resolve("trials/notes"));

        assertThat(show().out()).contains("verdict: PASS");
    }

    @Test
    void keysOfALaterVersionArePassedOver() throws IOException {
        edit("scenario.yaml", "repeat: 1\n", "repeat: 1\nmood: good\n");
        edit("scenario.yaml", "interface: wlan0 }", "interface: wlan0, colour: red }");
        edit("scenario.yaml", "{ survives: true,", "{ survives: true, weight: 2,");
        edit("run.json", "\"format\" : 1,", "\"format\" : 1, \"mood\" : [ 1 ],");
        edit("trials/01-mptcp/trial.json", "\"number\" : 1,", "\"number\" : 1, \"mood\" : { },");

        Shown shown = show();

        assertThat(shown.all()).contains("verdict: PASS");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void oneDamagedTrialDoesNotHideTheOther() throws IOException {
        Path file = run.resolve("trials/02-tcp/trial.json");
        Files.writeString(file, "{\n\"number\": 2,\n\"arm\" \"tcp\"}");
        brokenBecause("no verdict: " + file + ":3: it is not JSON from column 7 on. Lost: this trial.");
        assertThat(show().out()).contains(TRIAL_1).contains("expect: mptcp survives");

        Files.delete(file);
        brokenBecause("no verdict: " + file + ": there is no such file. Lost: this trial.");
        Files.writeString(file, "null");
        brokenBecause("no verdict: " + file + ": no 'mptcp_counters'. Lost: this trial.");
        Files.writeString(file, Files.readString(run.resolve("trials/01-mptcp/trial.json")));
        brokenBecause("no verdict: " + file + ": it is of another trial, 1 mptcp. Lost: this trial.");
    }

    @Test
    void aHeadThatIsDamagedLosesTheHeadAlone() throws IOException {
        Path head = run.resolve("run.json");
        String good = Files.readString(head);
        Files.writeString(head, good.replaceFirst("(?s)\"hosts\" : \\{.*?\n  \\},", "\"hosts\" : null,"));
        brokenBecause("missing: " + head + ": 'hosts' is not an object. Lost: what the hosts said of themselves.");
        Files.writeString(head, good.replace("\"kernel\" : \"6.18.44\"", "\"kernel\" : [ ]"));
        brokenBecause("missing: " + head + ": 'hosts.client' is not what a host says of itself.");
        Files.writeString(head, good.replace("\"kernel\"", "\"nucleus\""));
        assertThat(show().out())
                .as("an earlier version knew less")
                .contains("kernel ?")
                .contains("verdict: PASS");
        Files.writeString(head, "[]");
        brokenBecause("missing: " + head + ": format 0 is not known, only 1 to 3 are. Lost: which arms were run,");
        Files.delete(head);
        brokenBecause("missing: " + head + ": there is no such file. Lost: which arms were run,");
        assertThat(show("last").out()).contains("verdict: BROKEN");
    }

    @Test
    void numbersThatCannotBeAreNamedAndLeftOut() throws IOException {
        Path events = run.resolve("trials/01-mptcp/events.jsonl");
        List<String> good = Files.readAllLines(events);
        int line = good.indexOf(good.stream()
                .filter(l -> l.contains("\"kind\":\"interval\""))
                .findFirst()
                .orElseThrow());
        for (String bytes : List.of("-5", "1e999", "1e300", "\"many\"", "null", "NaN")) {
            List<String> bad = new ArrayList<>(good);
            bad.set(line, good.get(line).replaceFirst("\"bytes\":[0-9.]+", "\"bytes\":" + bytes));
            Files.write(events, bad);
            brokenBecause("no verdict: " + events + ":" + (line + 1) + ": ");
        }
    }

    @Test
    void eventsThatAreCutOffAreToldUnlessTheRunWasCutOffItself() throws IOException {
        Path events = run.resolve("trials/01-mptcp/events.jsonl");
        String good = Files.readString(events);
        Files.writeString(events, good.substring(0, 5000));
        long whole = good.substring(0, 5000).lines().count() - 1;
        brokenBecause(events + ": it is cut off in line " + (whole + 1) + ". Lost: what came then.");

        edit("trials/01-mptcp/trial.json", "\"number\" : 1,", "\"number\" : 1, \"events\" : 330,");
        Files.writeString(events, good.substring(0, good.lastIndexOf('\n', 5000) + 1));
        brokenBecause(events + ": it has " + whole + " of 330 events. Lost: the others.");

        Files.delete(events);
        brokenBecause(events + ": there is no such file.");
    }

    @Test
    void aRecordWithoutTrialsOrScenario() throws IOException {
        Files.delete(run.resolve("scenario.yaml"));
        Shown shown = show();
        assertThat(shown.err()).isEqualTo("pilab: " + run.resolve("scenario.yaml") + ": there is no such file\n");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.BROKEN);

        TestingRecord.copy(Files.createDirectory(runs.resolve("second")));
        Path second = runs.resolve("second").resolve(TestingRecord.NAME);
        Files.move(second.resolve("trials"), runs.resolve("elsewhere"));
        Shown empty = show(second.toString());
        assertThat(empty.out().replaceAll("\\s+", " "))
                .contains("missing: " + second.resolve("trials") + ": there is no such folder. Lost: every trial.");
        assertThat(empty.exitCode()).isEqualTo(ExitCode.BROKEN);
    }

    @Test
    void noLinkIsFollowedAndNothingIsWaitedFor() throws Exception {
        Path events = run.resolve("trials/01-mptcp/events.jsonl");
        Files.delete(events);
        Files.createSymbolicLink(events, Path.of("/dev/zero"));
        brokenBecause(events + ": it is a link, not a file.");
        Files.delete(events);
        assertThat(new ProcessBuilder("mkfifo", events.toString()).start().waitFor())
                .isZero();
        brokenBecause(events + ": it is not a file.");

        Path elsewhere = Files.move(run.resolve("trials/02-tcp"), runs.resolve("02-tcp"));
        Files.createSymbolicLink(run.resolve("trials/02-tcp"), elsewhere);
        brokenBecause(run.resolve("trials/02-tcp") + ": it is not a folder. Lost: this trial.");
    }

    @Test
    void manyAndLongLinesStayBounded() throws IOException {
        Path events = run.resolve("trials/01-mptcp/events.jsonl");
        Files.writeString(events, "x".repeat(3 << 20) + "\n" + "[".repeat(100_000) + "\n", StandardOpenOption.APPEND);
        brokenBecause(events + ":331: not a JSON object, and 1 more lines.");
    }

    /** Bytes flipped, cut out, doubled, at random places of each file: documented outcomes only. */
    @Test
    void whateverIsDamagedTheAnswerIsADocumentedOne() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(run)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Random random = new Random(20261130);
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < 12; i++) {
                Files.write(file, damaged(good, random));
                Shown shown = show();
                assertThat(shown.all())
                        .describedAs(file + " " + i)
                        .doesNotContain("internal error", "Exception", "com.fasterxml", "\tat ");
                assertThat(shown.exitCode())
                        .describedAs(file + " " + i + shown.all())
                        .isIn(0, 1, 3);
                boolean told = shown.exitCode() != 3
                        || shown.all().contains(file.getFileName().toString());
                assertThat(told || shown.out().contains("verdict: BROKEN"))
                        .describedAs(file + " " + i + shown.all())
                        .isTrue();
            }
            Files.write(file, good);
        }
        assertThat(show().exitCode()).isZero();
    }

    private static byte[] damaged(byte[] good, Random random) {
        StringBuilder text = new StringBuilder(new String(good, StandardCharsets.ISO_8859_1));
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + 1 + random.nextInt(60));
        switch (random.nextInt(5)) {
            case 0 -> text.setCharAt(at, (char) random.nextInt(256));
            case 1 -> text.delete(at, to);
            case 2 -> text.insert(at, text.substring(at, to));
            case 3 -> text.setLength(at);
            default ->
                text.replace(
                        at, to, List.of("null", "-1", "1e999", "{", "\"", "[]").get(random.nextInt(6)));
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
