package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsUtf8() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "lab: grün\n");
        assertThat(TextFile.read(file, "")).isEqualTo("lab: grün\n");
    }

    @Test
    void saysWhatToDoAboutAMissingFile() {
        refused(folder.resolve("a"), "there is no such file; look elsewhere");
    }

    @Test
    void aDirectoryIsNoFile() {
        refused(folder, "this is a directory; name a file in it");
    }

    @Test
    void otherEncodingsAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("a"), "lab: grün\n".getBytes(StandardCharsets.ISO_8859_1));
        refused(file, "not UTF-8 text; save it as UTF-8");
    }

    @Test
    void aFileThatNoPersonWroteIsNotReadToItsEnd() throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[(1 << 20) + 1]);
        refused(file, "larger than 1 MiB; is this the file you mean?");
        refused(Path.of("/dev/zero"), "larger than 1 MiB; is this the file you mean?");
    }

    @Test
    void anUnreadableFileIsSaidToBe() throws IOException {
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        refused(loop, "cannot be read: FileSystemException; check its permissions");
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> TextFile.read(file, "look elsewhere"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage(file + ": " + message);
    }
}
