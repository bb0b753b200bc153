package io.pilab.endings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VictimTest {
    private static final String AGENT = "/run/pilab/agent/abc/";

    private static final List<HostProcess> PROCESSES = List.of(
            new HostProcess(1, 0, "/bin/sh /run/host.sh boot client pi 22"),
            new HostProcess(5, 1, "sshd: /usr/sbin/sshd -D -e [listener] 0 of 10-100 startups"),
            new HostProcess(9, 5, "sshd-session: pi@notty"),
            new HostProcess(10, 9, "sudo -n sh " + AGENT + "restore.sh run r"),
            new HostProcess(11, 10, "sh " + AGENT + "restore.sh run r"),
            new HostProcess(12, 11, "sh " + AGENT + "restore.sh run r"),
            new HostProcess(13, 12, "ip route show"),
            new HostProcess(20, 1, "sh " + AGENT + "deadman.sh timer r 66"),
            new HostProcess(21, 20, "sleep 5"),
            new HostProcess(30, 1, "sh " + AGENT + "experiment.sh run r t"),
            new HostProcess(31, 30, "sh " + AGENT + "timeline.sh run /run/pilab/runs/r/t 1"));

    @Test
    void ofAScriptTheOutermostShellIsMeant() {
        assertThat(Victim.RESTORE.among(PROCESSES, Act.KILL)).containsExactly(11);
        assertThat(Victim.DEADMAN.among(PROCESSES, Act.STOP_30)).containsExactly(20);
        assertThat(Victim.EXPERIMENT.among(PROCESSES, Act.TERM)).containsExactly(30);
        assertThat(Victim.TIMELINE.among(PROCESSES, Act.KILL)).containsExactly(31);
    }

    @Test
    void ofAllOfPilabsWhatTheyStartedIsMeantAsWell() {
        assertThat(Victim.ALL.among(PROCESSES, Act.KILL)).containsExactly(10, 11, 12, 13, 20, 21, 30, 31);
    }

    @Test
    void theSshServerIsStoppedWholeAndOnlyItsSessionsEnd() {
        assertThat(Victim.SSHD.among(PROCESSES, Act.STOP_100)).containsExactly(5, 9);
        assertThat(Victim.SSHD.among(PROCESSES, Act.KILL)).containsExactly(9);
    }
}
