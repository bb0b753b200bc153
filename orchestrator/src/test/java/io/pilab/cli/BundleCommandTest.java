package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCommandTest {
    @TempDir
    private Path folder;

    @Test
    void anotherEndingIsRefused() throws IOException {
        Path lab = Files.copy(Path.of("../lab.yaml.example"), folder.resolve("lab.yaml"));
        assertThat(error("bundle", "-f", lab.toString(), "-o", "x.zip"))
                .isEqualTo("pilab: x.zip has to end in .tar.gz, which it will be\n");
    }

    @Test
    void aSourceThatNeedsTheInternetIsRefused() throws IOException {
        Path lab = write(
                "lab.yaml",
                Files.readString(Path.of("../lab.yaml.example")).replace("source: auto", "source: package"));
        assertThat(error("bundle", "-f", lab.toString(), "-o", target().toString()))
                .isEqualTo("pilab: a bundle holds a tarball, and " + lab
                        + " has `source: package`, for which each host needs the internet\n"
                        + "  Write `source: auto` there.\n");
    }

    private static String error(String... arguments) {
        StringWriter err = new StringWriter();
        assertThat(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments))
                .isEqualTo(2);
        return err.toString();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path target() {
        return folder.resolve("lab.tar.gz");
    }
}
