package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CongestionControlTest {
    private static final List<LocalCommand> COMMANDS = List.of(LocalCommand.of("sysctl"));

    @TempDir
    private Path settings;

    @BeforeEach
    void machineDefaultsToBbr() throws IOException {
        Files.writeString(settings.resolve("tcp_available_congestion_control"), "reno bbr cubic\n");
        Files.writeString(settings.resolve("tcp_allowed_congestion_control"), "reno bbr\n");
    }

    @Test
    void allowsItForTheMomentOnly() throws IOException {
        List<String> seen = new ArrayList<>();
        TestingProcesses processes = new TestingProcesses().answering(line -> {
            seen.add(allowed());
            return TestingProcesses.DONE;
        });

        new CongestionControl(processes, settings).set("cubic", COMMANDS);

        assertThat(seen).containsExactly("reno bbr cubic");
        assertThat(allowed()).isEqualTo("reno bbr");
    }

    @Test
    void takesThePermissionBackWhenTheCommandsFail() {
        TestingProcesses failing = new TestingProcesses().answering(line -> new Answer(255, "", "not permitted"));

        assertThatThrownBy(() -> new CongestionControl(failing, settings).set("cubic", COMMANDS))
                .hasMessage("sysctl exited 255: not permitted");
        assertThat(allowed()).isEqualTo("reno bbr");
        assertThat(failing.lines).as("tried again").hasSizeGreaterThan(1);
    }

    @Test
    void saysWhatTheKernelHas() {
        TestingProcesses processes = new TestingProcesses();

        assertThatThrownBy(() -> new CongestionControl(processes, settings).set("vegas", COMMANDS))
                .hasMessage("not supported here: the running kernel has no congestion control 'vegas', only reno, bbr,"
                        + " cubic; change rig.congestion_control in lab.yaml");
        assertThat(processes.lines).containsExactly("modprobe -q tcp_vegas");
    }

    private String allowed() {
        try {
            return Files.readString(settings.resolve("tcp_allowed_congestion_control"))
                    .strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
