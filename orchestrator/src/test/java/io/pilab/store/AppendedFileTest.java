package io.pilab.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendedFileTest {
    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatCannotBeWrittenIsKeptAndWrittenFirst() throws IOException {
        Path file = folder.resolve("a/b/events.jsonl");
        AppendedFile appended = new AppendedFile(file, true);
        appended.append(bytes("one\n"));
        assertThat(appended.settle()).contains(file + ": there is no such file");
        appended.append(bytes("two\n"));

        Files.createDirectory(folder.resolve("a"));
        appended.append(bytes("three\n"));

        assertThat(appended.settle()).isEmpty();
        assertThat(file).hasContent("one\ntwo\nthree\n");
    }

    @Test
    void aFolderThatIsGoneIsNotMadeAgain() throws IOException {
        Path file = folder.resolve("run/journal.jsonl");
        AppendedFile appended = new AppendedFile(file, false);
        appended.append(bytes("one\n"));
        assertThat(appended.settle()).contains(file + ": there is no such file");
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void whatIsTooMuchToKeepIsLostAndTold() {
        Path file = folder.resolve("a/b/c");
        AppendedFile appended = new AppendedFile(file, false);
        byte[] large = new byte[40 << 20];
        appended.append(large);
        appended.append(large);
        assertThat(appended.settle()).contains(file + ": more than 64 MiB could not be written");
    }

    @Test
    void noLinkIsFollowedAndNoFifoIsWaitedFor() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        AppendedFile appended = new AppendedFile(link, false);
        appended.append(bytes("x"));
        assertThat(appended.settle()).contains(link + ": it is a link, not a file");
        assertThat(target).hasContent("mine");

        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        AppendedFile waiting = new AppendedFile(fifo, false);
        waiting.append(bytes("x"));
        assertThat(waiting.settle()).contains(fifo + ": it is not a file");
    }
}
