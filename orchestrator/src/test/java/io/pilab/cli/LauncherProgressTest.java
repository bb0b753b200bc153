package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dev/java.sh shows while apt-get or Maven is at work. */
class LauncherProgressTest {
    private static final Path SCRIPT = Path.of("../dev/java.sh").toAbsolutePath();

    @TempDir
    Path folder;

    private String output(List<String> words, int exitCode) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isEqualTo(exitCode);
        return text;
    }

    private static String script(String seconds) {
        return ". " + SCRIPT + "; with_progress Building log sh -c \"echo Unpacking; sleep " + seconds + "; exit 7\"";
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox sh"})
    void onATerminalALineIsRedrawnEverySecondAndGoneAtTheEnd(String shell) throws IOException, InterruptedException {
        String text = output(List.of("script", "-qec", shell + " -euc '" + script("2.5") + "'", "/dev/null"), 7);
        assertThat(text)
                .contains("\r\u001b[Kpilab: Building, 1 s Unpacking\r\u001b[Kpilab: Building, 2 s Unpacking\r\u001b[K");
        assertThat(folder.resolve("log")).hasContent("Unpacking");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox sh"})
    void elsewhereNothingIsSaidOfWhatIsShort(String shell) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(shell.split(" ")));
        words.addAll(List.of("-euc", script("0.2")));
        assertThat(output(words, 7)).isEmpty();
    }
}
