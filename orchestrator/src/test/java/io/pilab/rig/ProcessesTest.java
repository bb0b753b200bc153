package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    private final LocalProcesses local = new LocalProcesses();

    @Test
    void givesInputAndTakesBothOutputs() {
        Answer answer = local.run(
                LocalCommand.of("sh", "-c", "cat; echo oops >&2; exit 3").input(List.of("one", "two")));

        assertThat(answer).isEqualTo(new Answer(3, "one\ntwo\n", "oops\n"));
    }

    @Test
    void doesNotMindACommandThatReadsNothing() {
        LocalCommand command = LocalCommand.of("true").input(List.of("x".repeat(1 << 20)));

        assertThat(local.run(command).succeeded()).isTrue();
    }

    @Test
    void followsLineByLine() {
        List<String> lines = new ArrayList<>();

        int exit = local.follow(
                List.of("sh", "-c", "echo $GREETING; echo b >&2; exit 5"), Map.of("GREETING", "a"), lines::add);

        assertThat(exit).isEqualTo(5);
        assertThat(lines).containsExactly("a", "b");
    }

    @Test
    void startsDetached(@TempDir Path directory) throws Exception {
        Process process = local.start(List.of("sh", "-c", "ps -o sid= -p $$; echo $$"), directory.resolve("log"));

        assertThat(process.waitFor()).isZero();
        List<String> numbers = Files.readAllLines(directory.resolve("log")).stream()
                .map(String::strip)
                .toList();
        assertThat(numbers.get(0)).isEqualTo(numbers.get(1)).isEqualTo("" + process.pid());
    }

    @Test
    void saysWhichProgramIsMissing() {
        assertThatThrownBy(() -> local.run(LocalCommand.of("no-such-program")))
                .isInstanceOf(RigException.class)
                .hasMessageStartingWith("cannot run no-such-program: ");
    }

    @Test
    void aFailureTellsCommandExitCodeAndError() {
        TestingProcesses failing = new TestingProcesses().answering(line -> new Answer(1, "", "Cannot find device\n"));

        assertThatThrownBy(() -> failing.must(LocalCommand.of("ip", "link", "set", "x", "up")))
                .hasMessage("ip link set x up exited 1: Cannot find device")
                .isInstanceOfSatisfying(
                        RigException.class, e -> assertThat(e.kind()).isEqualTo(RigException.RigFailure.BROKEN));
    }

    @Test
    void aFailedProbeNamesTheFeature() {
        TestingProcesses failing = new TestingProcesses().answering(line -> new Answer(2, "", "Unknown qdisc"));

        assertThatThrownBy(() -> failing.must(LocalCommand.of("tc", "qdisc").needing("the token bucket filter")))
                .hasMessage("not supported here: the token bucket filter (tc qdisc: Unknown qdisc)")
                .isInstanceOfSatisfying(
                        RigException.class, e -> assertThat(e.kind()).isEqualTo(RigException.RigFailure.NOT_SUPPORTED));
    }
}
