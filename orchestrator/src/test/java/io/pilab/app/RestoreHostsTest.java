package io.pilab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.host.ConnectedHost;
import io.pilab.host.HostLocks;
import io.pilab.remote.Agent;
import io.pilab.remote.TestingRemote;
import io.pilab.testing.TestingLab;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RestoreHostsTest {
    private final TestingRemote remote = new TestingRemote("client")
            .answerAll()
            .answer(script("lock.sh", "acquire"), "{\"acquired\":true}")
            .answer(script("restore.sh", "all"), "{\"run\":\"run-1\",\"restored\":true,\"changed\":2,\"failed\":[]}");

    private boolean accept;

    @Test
    void whatTheDiskKeepsIsBroughtHomeOnceTheHostIsRestored() {
        RestoreHosts.Restored healed = heal();

        assertThat(healed.ending()).isEqualTo(RestoreHosts.HostEnding.RESTORED);
        assertThat(healed.text()).isEqualTo("client: as captured before run-1");
        assertThat(calls())
                .containsSubsequence(
                        "experiment.sh stop-all",
                        "restore.sh all",
                        "persist.sh release",
                        "deadman.sh disarm run-1",
                        "restore.sh forget run-1");
    }

    @Test
    void aFullRunFolderKeepsNoHostFromItsRestore() {
        remote.answer(
                script("persist.sh", "release"),
                c -> TestingRemote.result(
                        1, "", "persist.sh: /var/lib/pilab/runs/r cannot be copied to /run/pilab/runs/r\n"));

        RestoreHosts.Restored healed = heal();

        assertThat(healed.ending()).isEqualTo(RestoreHosts.HostEnding.NOT_RESTORED);
        assertThat(healed.text())
                .startsWith("client: as captured before run-1. What it keeps on its disk cannot go back to /run yet:\n")
                .contains("/var/lib/pilab/runs/r cannot be copied")
                .endsWith("\n  Make room there, then once more: pilab restore client");
        assertThat(calls())
                .contains("restore.sh all")
                .as("what was captured stays for the next restore")
                .doesNotContain("restore.sh forget run-1");
    }

    @Test
    void whatCannotBePutBackIsGivenUpByNameWhenThatIsAccepted() {
        String lost = "qdiscs: missing: dev wlan0 root handle 8005: htb default 0x20";
        remote.answer(
                script("restore.sh", "all"),
                c -> TestingRemote.result(
                        1,
                        "{\"run\":\"run-1\",\"restored\":false,\"failed\":[\"" + lost
                                + "\"],\"left\":[\"rules4: was not there: pref 5270\"]}\n",
                        "restore.sh: not restored: " + lost + "\n"));

        RestoreHosts.Restored refused = heal();
        assertThat(refused.ending()).isEqualTo(RestoreHosts.HostEnding.NOT_RESTORED);
        assertThat(refused.text())
                .contains(lost)
                .endsWith("What cannot be restored is given up, and the host freed, by: pilab restore --accept client");
        assertThat(calls()).doesNotContain("restore.sh forget run-1");

        accept = true;
        RestoreHosts.Restored accepted = heal();
        assertThat(accepted.ending()).isEqualTo(RestoreHosts.HostEnding.RESTORED);
        assertThat(accepted.text().lines())
                .containsExactly(
                        "client: given up, it stays as it is since run-1, whose capture is forgotten:",
                        "  " + lost,
                        "  left alone, since others changed it:",
                        "    rules4: was not there: pref 5270");
        assertThat(calls()).containsSubsequence("restore.sh all", "deadman.sh disarm run-1", "restore.sh forget run-1");
    }

    @Test
    void whatTheHostCanNotPutBackIsNamedAndStaysCaptured() {
        remote.answer(
                script("restore.sh", "all"),
                c -> TestingRemote.result(
                        1,
                        "{\"run\":\"run-1\",\"restored\":false,\"changed\":1,"
                                + "\"failed\":[\"undo command failed with exit code 3: exit 3\"]}\n",
                        "restore.sh: not restored: undo command failed with exit code 3: exit 3\n"));

        RestoreHosts.Restored healed = heal();

        assertThat(healed.ending()).isEqualTo(RestoreHosts.HostEnding.NOT_RESTORED);
        assertThat(healed.text()).startsWith("""
                        client is not restored:
                          run-1: undo command failed with exit code 3: exit 3
                          Mend that, then run pilab restore client again.
                          Run it by hand on the host to see why: sudo sh /run/pilab/agent/""").contains("/restore.sh all\n");
        assertThat(calls()).doesNotContain("restore.sh forget run-1", "deadman.sh disarm run-1");
    }

    @Test
    void aRestoreThatDiesIsCalledAgainAndNotForEver() {
        int[] left = {2};
        remote.answer(
                script("restore.sh", "all"),
                c -> left[0]-- > 0
                        ? TestingRemote.result(137, "", "")
                        : TestingRemote.result(0, "{\"run\":\"run-1\",\"restored\":true,\"failed\":[]}", ""));
        assertThat(heal().ending()).isEqualTo(RestoreHosts.HostEnding.RESTORED);

        left[0] = 100;
        RestoreHosts.Restored healed = heal();
        assertThat(healed.ending()).isEqualTo(RestoreHosts.HostEnding.NOT_RESTORED);
        assertThat(healed.text()).startsWith("client: restore.sh all exited 137");
        assertThat(left[0]).isEqualTo(97);
    }

    private RestoreHosts.Restored heal() {
        try (HostLocks locks = HostLocks.none(line -> {})) {
            return RestoreHosts.restore(new ConnectedHost(TestingLab.CLIENT, new Agent(remote)), locks, accept);
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
