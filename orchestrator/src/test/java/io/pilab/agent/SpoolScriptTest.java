package io.pilab.agent;

import static io.pilab.agent.TestingTrialHost.RUN;
import static io.pilab.agent.TestingTrialHost.TRIAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.spool.SpoolFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpoolScriptTest {
    private static final int MOST = 256 << 10;
    private static final String FOLDER = "base/runs/" + RUN + "/" + TRIAL + "/";

    @TempDir
    Path work;

    /** What of a file an answer holds. */
    private record Part(String file, int offset, byte[] bytes) {}

    private record Answer(List<Part> parts, String state) {
        byte[] bytes(String file) {
            return parts.stream().filter(p -> p.file.equals(file)).findFirst().orElseThrow().bytes;
        }
    }

    private Answer read(Shell shell, String... offsets) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("read", RUN, TRIAL));
        words.addAll(List.of(offsets));
        ScriptRunner host = new ScriptRunner(shell, work);
        Path out = work.resolve("answer");
        Process process = host.start(
                host.words("spool.sh", words.toArray(String[]::new)), Path.of("/dev/null"), out, work.resolve("err"));
        assertThat(process.waitFor()).isZero();
        assertThat(work.resolve("err")).isEmptyFile();
        return parse(Files.readAllBytes(out));
    }

    private static Answer parse(byte[] answer) {
        List<Part> parts = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(answer);
        while (true) {
            int start = rest.position();
            while (rest.get() != '\n') {}
            String[] words =
                    new String(answer, start, rest.position() - start - 1, StandardCharsets.US_ASCII).split(" ");
            if (words[0].equals("state")) {
                assertThat(rest.hasRemaining()).as("the state comes last").isFalse();
                return new Answer(parts, words[1]);
            }
            byte[] bytes = new byte[Integer.parseInt(words[2])];
            rest.get(bytes);
            parts.add(new Part(words[0], Integer.parseInt(words[1]), bytes));
        }
    }

    private void write(String file, byte[] bytes) throws IOException {
        Path path = work.resolve(FOLDER + file);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownTrialIsAbsent(Shell shell) throws Exception {
        Answer answer = read(shell);
        assertThat(answer.parts()).isEmpty();
        assertThat(answer.state()).isEqualTo("absent");
    }

    @ParameterizedTest
    @EnumSource
    void everyFileComesFromItsOffsetByteByByte(Shell shell) throws Exception {
        byte[] traffic = noise(3000);
        write("spec", "traffic /bin/true\n".getBytes(StandardCharsets.US_ASCII));
        write("traffic.jsonl", traffic);
        write("mptcp.txt", "no line feed at the end".getBytes(StandardCharsets.US_ASCII));
        write("traffic.err", "\n\nstate done\n".getBytes(StandardCharsets.US_ASCII));
        write("sampler.err", new byte[0]);
        write("routes4", "not for the controller".getBytes(StandardCharsets.US_ASCII));

        Answer all = read(shell);
        assertThat(all.state()).isEqualTo("prepared");
        assertThat(all.parts().stream().map(Part::file)).containsExactly("traffic.jsonl", "mptcp.txt", "traffic.err");
        assertThat(all.bytes("traffic.jsonl")).isEqualTo(traffic);
        assertThat(all.bytes("mptcp.txt")).asString().isEqualTo("no line feed at the end");
        assertThat(all.bytes("traffic.err")).asString().isEqualTo("\n\nstate done\n");

        Answer later = read(shell, "traffic.jsonl:2999", "mptcp.txt:23", "traffic.err:0", "link.txt:7");
        assertThat(later.parts().stream().map(Part::file)).containsExactly("traffic.jsonl", "traffic.err");
        assertThat(later.parts().get(0).offset()).isEqualTo(2999);
        assertThat(later.bytes("traffic.jsonl")).containsExactly(traffic[2999]);
    }

    @ParameterizedTest
    @EnumSource
    void oneReadingBringsAtMostHalfAMebibyteOfAFile(Shell shell) throws Exception {
        byte[] traffic = noise(MOST + 5);
        write("traffic.jsonl", traffic);
        Answer first = read(shell);
        assertThat(first.bytes("traffic.jsonl")).isEqualTo(Arrays.copyOf(traffic, MOST));
        Answer second = read(shell, "traffic.jsonl:" + MOST);
        assertThat(second.bytes("traffic.jsonl")).isEqualTo(Arrays.copyOfRange(traffic, MOST, MOST + 5));
        assertThat(read(shell, "traffic.jsonl:" + (MOST + 5)).parts()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void filesThatNoTrialWritesAreNotRead(Shell shell) throws Exception {
        for (int i = 0; i < 1000; i++) {
            write("junk" + i + ".txt", noise(3));
        }
        for (SpoolFile file : SpoolFile.values()) {
            write(file.fileName(), noise(3));
        }
        assertThat(read(shell).parts().stream().map(Part::file))
                .containsExactlyElementsOf(Arrays.stream(SpoolFile.values())
                        .map(SpoolFile::fileName)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void theStateIsTheTrials(Shell shell) throws Exception {
        write("spec", new byte[0]);
        write("pid", "1 1\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(read(shell).state()).isEqualTo("died");
        write("finished", new byte[0]);
        assertThat(read(shell).state()).isEqualTo("done");
    }

    @ParameterizedTest
    @EnumSource
    void anOffsetThatIsNoneIsRefused(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work);
        ScriptResult none = host.run("spool.sh", "read", RUN, TRIAL, "traffic.jsonl");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.stderr()).isEqualTo("spool.sh: 'traffic.jsonl' is not FILE:OFFSET\n");
        ScriptResult word = host.run("spool.sh", "read", RUN, TRIAL, "traffic.jsonl:x");
        assertThat(word.exitCode()).isEqualTo(2);
        assertThat(word.stderr()).isEqualTo("spool.sh: offset 'x' is not a whole number from 0 to 9999999999\n");
    }
}
