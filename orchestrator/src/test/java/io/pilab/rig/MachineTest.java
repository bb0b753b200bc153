package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    private Path proc;

    private final TestingProcesses processes = new TestingProcesses();

    @Test
    void rootIsWhoeverHasItAsEffectiveUser() throws IOException {
        write("self/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\n");
        assertThatThrownBy(() -> machine().requireRoot("pilab rig up"))
                .hasMessage("the virtual rig makes network namespaces and mounts, which needs root: sudo pilab rig up")
                .isInstanceOfSatisfying(
                        RigException.class, e -> assertThat(e.kind()).isEqualTo(RigException.RigFailure.NOT_SUPPORTED));

        write("self/status", "Name:\tjava\nUid:\t1000\t0\t0\t0\n");
        assertThatCode(() -> machine().requireRoot("pilab rig up")).doesNotThrowAnyException();
    }

    @Test
    void aKernelWithoutMptcpIsNotSupported() {
        assertThatThrownBy(() -> machine().requireKernel())
                .hasMessage(
                        "not supported here: the running kernel has no MPTCP (CONFIG_MPTCP); boot a kernel of 5.6 or"
                                + " newer that has it, as Debian's do");
    }

    @Test
    void overlayIsLoadedBeforeItIsMissed() throws IOException {
        write("sys/net/mptcp/enabled", "1\n");
        write("filesystems", "nodev\tproc\n\text4\n");
        assertThatThrownBy(() -> machine().requireKernel())
                .hasMessageStartingWith("not supported here: the running kernel has no overlay mounts");
        assertThat(processes.lines).containsExactly("modprobe -q overlay");

        write("filesystems", "nodev\tproc\nnodev\toverlay\n");
        assertThatCode(() -> machine().requireKernel()).doesNotThrowAnyException();
    }

    private Machine machine() {
        return new Machine(processes, proc);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(proc.resolve(file).getParent());
        Files.writeString(proc.resolve(file), text);
    }
}
