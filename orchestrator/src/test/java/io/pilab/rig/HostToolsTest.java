package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostToolsTest {
    @TempDir
    private Path bin;

    private final TestingProcesses processes = new TestingProcesses();
    private final List<String> progress = new ArrayList<>();

    @Test
    void installsThePackagesOfWhatIsMissing() throws IOException {
        add("ip", "sysctl", "mount", "umount", "nsenter", "unshare", "setsid", "ssh-keygen");

        tools(Path.of("/bin/true")).forRig(progress::add);

        assertThat(progress).containsExactly("installing with apt-get: iproute2 util-linux");
        assertThat(processes.lines)
                .containsExactly(
                        "/bin/true update -q", "/bin/true install -q -y --no-install-recommends iproute2 util-linux");
    }

    @Test
    void doesNothingWhenAllIsThere() throws IOException {
        add("ip", "tc", "ss", "sysctl", "mount", "umount", "nsenter", "unshare", "setsid", "pivot_root", "ssh-keygen");

        tools(Path.of("/bin/true")).forRig(progress::add);

        assertThat(processes.lines).isEmpty();
        assertThat(progress).isEmpty();
    }

    @Test
    void withoutAptItSaysWhatToInstall() throws IOException {
        add("ip", "ss", "sysctl", "mount", "umount", "nsenter", "unshare", "setsid", "pivot_root");

        assertThatThrownBy(() -> tools(bin.resolve("apt-get")).forRig(progress::add))
                .hasMessage("the virtual rig needs ssh-keygen, tc; install iproute2, openssh-client (these are Debian's"
                        + " package names)");
    }

    @Test
    void aFailedInstallationShowsWhatAptSaid() {
        processes.answering(line -> new Answer(100, "E: Unable to locate package iproute2\n", ""));

        assertThatThrownBy(() -> tools(Path.of("/bin/true")).forRig(progress::add))
                .hasMessage("/bin/true update -q failed:\n  E: Unable to locate package iproute2");
    }

    private HostTools tools(Path aptGet) {
        return new HostTools(processes, bin.toString(), aptGet);
    }

    private void add(String... names) throws IOException {
        for (String name : names) {
            assertThat(Files.createFile(bin.resolve(name)).toFile().setExecutable(true))
                    .isTrue();
        }
    }
}
