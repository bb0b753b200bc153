package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.Agent;
import io.pilab.remote.TestingRemote;
import io.pilab.run.HostLocks;
import io.pilab.run.Session;
import io.pilab.testing.TestingLab;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RestoreCommandTest {
    private final TestingRemote remote = new TestingRemote("client")
            .answerAll()
            .answer(script("lock.sh", "acquire"), "{\"acquired\":true}")
            .answer(script("restore.sh", "all"), "{\"run\":\"run-1\",\"restored\":true,\"changed\":2,\"failed\":[]}");

    @Test
    void whatTheDiskKeepsIsBroughtHomeOnceTheHostIsRestored() {
        RestoreCommand.Healed healed = heal();

        assertThat(healed.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(healed.text()).isEqualTo("client: as captured before run-1");
        assertThat(calls())
                .containsSubsequence(
                        "experiment.sh stop-all",
                        "restore.sh all",
                        "disk.sh home",
                        "deadman.sh disarm run-1",
                        "restore.sh forget run-1");
    }

    @Test
    void aFullRunFolderKeepsNoHostFromItsRestore() {
        remote.answer(
                script("disk.sh", "home"),
                c -> TestingRemote.result(
                        1, "", "disk.sh: /var/lib/pilab/runs/r can not be copied to /run/pilab/runs/r\n"));

        RestoreCommand.Healed healed = heal();

        assertThat(healed.exitCode()).isEqualTo(ExitCode.NOT_RESTORED);
        assertThat(healed.text())
                .startsWith(
                        "client: as captured before run-1. What it keeps on its disk can not go back to /run yet:\n")
                .contains("/var/lib/pilab/runs/r can not be copied")
                .endsWith("\n  Make room there, then once more: pilab restore client");
        assertThat(calls())
                .contains("restore.sh all")
                .as("what was captured stays for the next restore")
                .doesNotContain("restore.sh forget run-1");
    }

    private RestoreCommand.Healed heal() {
        try (HostLocks locks = HostLocks.none(line -> {})) {
            return RestoreCommand.heal(new Session(TestingLab.CLIENT, new Agent(remote)), locks);
        }
    }

    private static Predicate<List<String>> script(String name, String verb) {
        return words -> words.size() > 2
                && words.get(1).endsWith("/" + name)
                && words.get(2).equals(verb);
    }

    private List<String> calls() {
        return remote.commands().stream()
                .map(c -> String.join(" ", c.words()).replaceFirst("^sh .*/", ""))
                .toList();
    }
}
