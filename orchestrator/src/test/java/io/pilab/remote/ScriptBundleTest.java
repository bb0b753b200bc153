package io.pilab.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.agent.ScriptFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptBundleTest {
    private static final Path SCRIPTS = Path.of("../agent-scripts");

    @Test
    void everyScriptIsPushed() throws IOException {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            assertThat(files.filter(f -> f.toString().endsWith(".sh"))
                            .map(f -> SCRIPTS.relativize(f).toString()))
                    .containsExactlyInAnyOrderElementsOf(pushed());
        }
    }

    private static List<String> pushed() {
        return ScriptFile.all().stream().map(ScriptFile::path).toList();
    }

    @Test
    void theInstallerUnpacksThemUnchangedIntoTheFolderNamedAfterThem(@TempDir Path base) throws Exception {
        ScriptBundle bundle = new ScriptBundle();
        String installer =
                new String(bundle.installer(), StandardCharsets.UTF_8).replace("/run/pilab/agent", base + "/agent");

        for (int time = 0; time < 2; time++) {
            Process shell = new ProcessBuilder("sh", "-s").start();
            shell.getOutputStream().write(installer.getBytes(StandardCharsets.UTF_8));
            shell.getOutputStream().close();
            assertThat(shell.waitFor())
                    .describedAs(new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isZero();
        }

        Path folder = Path.of(bundle.folder().replace("/run/pilab/agent", base + "/agent"));
        for (String file : pushed()) {
            assertThat(folder.resolve(file)).hasSameTextualContentAs(SCRIPTS.resolve(file));
        }
        try (Stream<Path> left = Files.list(folder.getParent())) {
            assertThat(left).containsExactly(folder);
        }
    }
}
