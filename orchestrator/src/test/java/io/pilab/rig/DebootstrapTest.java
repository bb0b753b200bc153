package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebootstrapTest {
    @TempDir
    private Path directory;

    private final TestingProcesses processes = new TestingProcesses();
    private final List<String> progress = new ArrayList<>();
    private Path etcApt;
    private Path scripts;

    @BeforeEach
    void machine() throws IOException {
        etcApt =
                Files.createDirectories(directory.resolve("apt/sources.list.d")).getParent();
        Files.writeString(etcApt.resolve("sources.list"), "deb http://mirror.example/debian bookworm main\n");
        scripts = Files.createDirectory(directory.resolve("scripts"));
    }

    @Test
    void aSuiteWithoutScriptIsMadeLikeSid() {
        make();

        assertThat(debootstrapLine())
                .isEqualTo("setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc"
                        + " debootstrap --variant=minbase --include=sudo forky " + directory + "/root"
                        + " http://mirror.example/debian " + scripts + "/sid");
    }

    @Test
    void aSuiteWithAScriptUsesIt() throws IOException {
        Files.createFile(scripts.resolve("forky"));
        make();

        assertThat(debootstrapLine()).endsWith(" http://mirror.example/debian");
    }

    @Test
    void passesAptsProxyOn() {
        processes.answering(line ->
                line.startsWith("apt-config") ? new Answer(0, "http://proxy.example:3128", "") : TestingProcesses.DONE);
        make();

        assertThat(processes.environments).contains(Map.of("LC_ALL", "C", "http_proxy", "http://proxy.example:3128"));
    }

    @Test
    void tellsEachStageOnce() {
        String output = """
                I: Retrieving InRelease
                I: Retrieving libc6 2.42
                I: Validating libc6 2.42
                I: Extracting libc6...
                I: Unpacking required packages...
                I: Configuring required packages...
                I: Unpacking the base system...
                """;
        processes.answering(line -> line.startsWith("setpriv") ? new Answer(0, output, "") : TestingProcesses.DONE);
        make();

        assertThat(progress)
                .containsExactly(
                        "root filesystem: Debian forky from http://mirror.example/debian, about a minute the first time",
                        "root filesystem: downloading the packages",
                        "root filesystem: extracting the essential ones",
                        "root filesystem: unpacking",
                        "root filesystem: configuring");
        assertThat(directory.resolve("root.log")).doesNotExist();
    }

    @Test
    void aFailureShowsTheEndOfTheLogAndKeepsAllOfIt() {
        String output = "I: Retrieving x\n".repeat(40) + "E: Couldn't download packages: libc6\n";
        processes.answering(line -> line.startsWith("setpriv") ? new Answer(1, output, "") : TestingProcesses.DONE);

        assertThatThrownBy(this::make)
                .hasMessageStartingWith("debootstrap exited 1; the whole log is " + directory + "/root.log, its end:\n")
                .hasMessageEndingWith("\n  I: Retrieving x\n  E: Couldn't download packages: libc6");
        assertThat(directory.resolve("root.log")).hasContent(output);
    }

    @Test
    void withoutAMirrorItSaysWhatToDo() throws IOException {
        Files.writeString(etcApt.resolve("sources.list"), "");

        assertThatThrownBy(this::make)
                .hasMessage("no Debian mirror in " + etcApt + " to make the root filesystem from; add one, or let"
                        + " PILAB_ROOT_FILESYSTEM name a Debian forky tree");
    }

    private void make() {
        HostTools tools = new HostTools(processes, "", Path.of("/bin/true"));
        new Debootstrap(processes, tools, etcApt, scripts).make(directory.resolve("root"), "forky", "sudo", line -> {
            if (line.startsWith("root filesystem")) {
                progress.add(line);
            }
        });
    }

    private String debootstrapLine() {
        return processes.lines.stream()
                .filter(l -> l.startsWith("setpriv"))
                .findFirst()
                .orElseThrow();
    }
}
