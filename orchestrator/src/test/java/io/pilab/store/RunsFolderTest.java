package io.pilab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunsFolderTest {
    private static final String OLD = "20261120T101010Z-wlan0-down-aaaa";
    private static final String MID = "20261121T101010Z-eth0-down-bbbb";
    private static final String NEW = "20261121T111111Z-wlan0-down-cccc";

    @TempDir
    Path path;

    private RunsFolder folder() throws IOException {
        for (String name : List.of(NEW, OLD, MID, "notes")) {
            Files.createDirectory(path.resolve(name));
        }
        return new RunsFolder(path);
    }

    @Test
    void findsByPathNameUniquePrefixAndLast() throws IOException {
        RunsFolder folder = folder();
        assertThat(folder.names()).containsExactly(OLD, MID, NEW);
        assertThat(folder.find("last")).isEqualTo(path.resolve(NEW));
        assertThat(folder.find("20261120")).isEqualTo(path.resolve(OLD));
        assertThat(folder.find(MID)).isEqualTo(path.resolve(MID));
        assertThat(folder.find(path.resolve(OLD).toString())).isEqualTo(path.resolve(OLD));
    }

    @Test
    void saysWhatIsThereInstead() throws IOException {
        RunsFolder folder = folder();
        assertThatThrownBy(() -> folder.find("20261121"))
                .hasMessage("'20261121' is the beginning of 2 runs in " + path + ": " + MID + ", " + NEW);
        assertThatThrownBy(() -> folder.find("wlan0"))
                .hasMessage("no run 'wlan0' in " + path + "; the nearest: " + OLD + ", " + NEW);
        assertThatThrownBy(() -> folder.find("zzz"))
                .hasMessage("no run 'zzz' in " + path + "; the nearest: " + OLD + ", " + MID + ", " + NEW);
        Path empty = path.resolve("none");
        assertThatThrownBy(() -> new RunsFolder(empty).find("last"))
                .hasMessage("there is no run in " + empty + "; --runs names another folder");
    }

    @Test
    void aFolderThatIsNamedIsMeantWhateverItHolds() throws IOException {
        RunsFolder folder = folder();
        Path named = Files.createDirectory(path.resolve("notes/x"));
        assertThat(folder.find(named.toString())).isEqualTo(named);
        assertThatThrownBy(() -> folder.find(path + "/none")).hasMessage("there is no folder " + path + "/none");
    }

    @Test
    void roomIsDemandedBeforeARunBegins() throws IOException {
        RunsFolder folder = new RunsFolder(path.resolve("deep/er"));
        folder.demandRoom(1000);
        assertThat(path.resolve("deep")).doesNotExist();
        assertThatThrownBy(() -> folder.demandRoom(Long.MAX_VALUE))
                .hasMessageStartingWith("cannot keep a run in " + path + "/deep/er: the record may take ")
                .hasMessageEndingWith("; name another folder with --runs. No host was touched.");

        Path file = Files.createFile(path.resolve("file"));
        assertThatThrownBy(() -> new RunsFolder(file).demandRoom(1))
                .hasMessage("cannot keep a run in " + file
                        + ": it is not a folder; name another folder with --runs. No host was touched.");
    }
}
