package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.RemoteCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop under each shell that a host may have as sh. */
@Timeout(60)
class RequestTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void inputOfAnyBytesArrivesWhole(String shell) throws Exception {
        byte[] binary = {0, '\n', -1, 'x', 0};

        assertThat(answers(shell, List.of(cat(binary), cat(new byte[0]), cat(new byte[200_000]), cat(new byte[1]))))
                .isEqualTo(text(new byte[0], 0)
                        + text(binary, 1)
                        + text(new byte[0], 2)
                        + text(new byte[200_000], 3)
                        + text(new byte[1], 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void whatACommandLeavesOfItsInputIsNoRequest(String shell) throws Exception {
        byte[] requests = "1\n0\nfalse\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        RemoteCommand deaf = RemoteCommand.of("sh", "-c", "read -r l; exit 7").input(requests);

        assertThat(answers(shell, List.of(deaf, RemoteCommand.of("true")))).isEqualTo("m 0 0\nm 1 7\nm 2 0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh"})
    void theLoopEndsWhereInputCannotBeTakenOff(String shell) throws Exception {
        Path head = Files.writeString(directory.resolve("head"), "#!/bin/sh\nexit 1\n");
        assertThat(head.toFile().setExecutable(true)).isTrue();
        byte[] requests = "1\n0\nfalse\n".getBytes(StandardCharsets.UTF_8);

        assertThat(answers(shell, List.of(cat(requests), RemoteCommand.of("true"))))
                .isEqualTo("m 0 0\n");
    }

    private static RemoteCommand cat(byte[] input) {
        return RemoteCommand.of("cat").input(input);
    }

    private static String text(byte[] own, int number) {
        return new String(own, StandardCharsets.ISO_8859_1) + "m " + number + " 0\n";
    }

    /** Each request is sent when the one before is answered, as in a conversation. */
    private String answers(String shell, List<RemoteCommand> commands) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(shell.split(" ")));
        words.addAll(List.of("-c", Request.LOOP, "sh", "m"));
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().merge("PATH", directory + ":", (path, own) -> own + path);
        Process process = builder.start();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        readTo("m 0 0\n", process, all);
        int number = 0;
        for (RemoteCommand command : commands) {
            number++;
            try {
                process.getOutputStream().write(new Request("m", number, command).bytes());
                process.getOutputStream().flush();
            } catch (IOException e) {
                break; // it has ended
            }
            readTo("m " + number + " ", process, all);
        }
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static void readTo(String mark, Process process, ByteArrayOutputStream all) throws IOException {
        int from = all.size();
        byte[] piece = new byte[64 << 10];
        String answer = "";
        while (!answer.contains(mark) || !answer.endsWith("\n")) {
            int n = process.getInputStream().read(piece);
            if (n < 0) {
                return;
            }
            all.write(piece, 0, n);
            answer = all.toString(StandardCharsets.ISO_8859_1).substring(from);
        }
    }
}
