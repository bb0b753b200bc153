package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.app.HostDiagnosis;
import io.pilab.doctor.Finding;
import io.pilab.doctor.HostCheck;
import io.pilab.testing.TestingLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DoctorReportTest {
    private static final HostDiagnosis CLIENT = new HostDiagnosis(
            TestingLab.CLIENT,
            List.of(
                    Finding.ok(HostCheck.REACHABLE, "pi@172.31.0.133"),
                    Finding.failed(HostCheck.MPTCP, "MPTCP is switched off", "sudo sysctl net.mptcp.enabled=1"),
                    Finding.notApplicable(HostCheck.POWER_SAVE, "no wireless interface"),
                    Finding.warning(HostCheck.MPTCPD, "it\nruns", "sudo systemctl disable --now mptcp")));
    private static final HostDiagnosis GOOD =
            new HostDiagnosis(TestingLab.SERVER, List.of(Finding.ok(HostCheck.REACHABLE, "pi@172.31.0.218")));
    private static final HostDiagnosis AWAY = new HostDiagnosis(
            TestingLab.SERVER, List.of(Finding.failed(HostCheck.REACHABLE, "no answer", "is it switched on?")));

    @Test
    void aTableAHostThenALineAHost() {
        assertThat(DoctorReport.text(List.of(CLIENT, AWAY), false, false)).isEqualTo("""
                client  pi@172.31.0.133
                  ok       reachable        pi@172.31.0.133
                  failed   mptcp            MPTCP is switched off
                                            cure: sudo sysctl net.mptcp.enabled=1
                  -        power-save       no wireless interface
                  warning  mptcpd           it runs
                                            cure: sudo systemctl disable --now mptcp

                server  pi@172.31.0.218
                  failed   reachable        no answer
                                            cure: is it switched on?

                client: no run can be made (1 failed, 1 warning, 1 ok)
                server: cannot be reached (1 failed)
                """);
    }

    @Test
    void quietShowsWhatNeedsACure() {
        assertThat(DoctorReport.text(List.of(CLIENT, GOOD), false, true))
                .contains("cure: sudo sysctl net.mptcp.enabled=1")
                .doesNotContain("power-save")
                .endsWith("\nserver: a run can be made (1 ok)\n");
    }

    @Test
    void colourIsAskedFor() {
        assertThat(DoctorReport.text(List.of(CLIENT), true, false)).contains("\u001b[1;31mfailed \u001b[0m");
        assertThat(DoctorReport.text(List.of(CLIENT), false, false)).doesNotContain("\u001b");
    }

    @Test
    void oneObjectAHostAndLine() {
        assertThat(DoctorReport.json(List.of(GOOD, AWAY)).lines())
                .containsExactly(
                        "{\"host\":\"server\",\"reached\":true,\"status\":\"ok\",\"checks\":[{\"check\":\"reachable\","
                                + "\"status\":\"ok\",\"value\":\"pi@172.31.0.218\",\"cure\":null}]}",
                        "{\"host\":\"server\",\"reached\":false,\"status\":\"failed\",\"checks\":[{\"check\":"
                                + "\"reachable\",\"status\":\"failed\",\"value\":\"no answer\",\"cure\":\"is it"
                                + " switched on?\"}]}");
    }

    @Test
    void notSupportedGoesBeforeOutOfReach() {
        assertThat(DoctorCommand.exitCode(List.of(GOOD))).isEqualTo(0);
        assertThat(DoctorCommand.exitCode(List.of(GOOD, AWAY))).isEqualTo(3);
        assertThat(DoctorCommand.exitCode(List.of(CLIENT, AWAY))).isEqualTo(4);
        assertThat(DoctorCommand.exitCode(List.of(CLIENT, GOOD))).isEqualTo(4);
    }

    @Test
    void aHostThatWasNotAskedIsNotSaidToBeReachable() {
        HostDiagnosis diagnosis = new HostDiagnosis(
                TestingLab.SERVER,
                List.of(
                        Finding.unknown(HostCheck.REACHABLE, "not checked: the host was not asked", "First the login."),
                        Finding.failed(HostCheck.LOGIN, "there is no key to log in with", "make one")));

        assertThat(DoctorReport.text(List.of(diagnosis), false, false)).isEqualTo("""
                server  pi@172.31.0.218
                  unknown  reachable        not checked: the host was not asked
                                            cure: First the login.
                  failed   login            there is no key to log in with
                                            cure: make one

                server: was not asked (1 failed, 1 unknown)
                """);
        assertThat(DoctorCommand.exitCode(List.of(diagnosis))).isEqualTo(3);
    }

    @Test
    void theDocumentExplainsEveryCheckAndNoOther() throws IOException {
        String document = Files.readString(Path.of("../docs/doctor.md"));
        String table = document.substring(document.indexOf("## The checks"), document.indexOf("## NetworkManager"));

        assertThat(Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| .+ \\| .+ \\|$")
                        .matcher(table)
                        .results()
                        .map((MatchResult m) -> m.group(1)))
                .containsExactlyElementsOf(
                        Arrays.stream(HostCheck.values()).map(HostCheck::label).toList());
    }
}
