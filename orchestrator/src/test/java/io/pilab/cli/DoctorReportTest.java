package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.doctor.Check;
import io.pilab.doctor.Finding;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.Kind;
import io.pilab.testing.TestingLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DoctorReportTest {
    private static final HostDiagnosis CLIENT = new HostDiagnosis(
            TestingLab.CLIENT,
            List.of(
                    Finding.ok(Check.REACHABLE, "pi@172.31.0.133"),
                    Finding.failed(Check.MPTCP, "MPTCP is switched off", "sudo sysctl net.mptcp.enabled=1"),
                    Finding.notApplicable(Check.POWER_SAVE, "no wireless interface"),
                    Finding.warning(Check.MPTCPD, "it\nruns", "sudo systemctl disable --now mptcp")));
    private static final HostDiagnosis GOOD =
            new HostDiagnosis(TestingLab.SERVER, List.of(Finding.ok(Check.REACHABLE, "pi@172.31.0.218")));
    private static final HostDiagnosis AWAY = new HostDiagnosis(
            TestingLab.SERVER, List.of(Finding.failed(Check.REACHABLE, "no answer", "is it switched on?")));

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
                server: can not be reached (1 failed)
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOST_KEY_UNKNOWN|the key is not known: SHA256:x. Compare it|host-key|the key is not known: SHA256:x|Compare it",
                "AUTHENTICATION|no entry; it allows: publickey. Install the key|login|no entry; it allows: publickey|Install the key",
                "UNREACHABLE|no answer within 10 s; is it on?|reachable|no answer within 10 s|is it on?",
                "UNREACHABLE|odd|reachable|odd|See why: ssh -v -p 22 pi@172.31.0.133",
            })
    void aRefusedConnectionIsTheCheckThatItFailed(Kind kind, String message, String check, String value, String cure) {
        RemoteException e = new RemoteException("client", kind, message);

        List<Finding> findings = ConnectionFindings.refused(e, TestingLab.CLIENT.ssh(), List.of());

        Finding last = findings.get(findings.size() - 1);
        assertThat(last.check().label()).isEqualTo(check);
        assertThat(last.value()).isEqualTo(value);
        assertThat(last.cure()).contains(cure);
        assertThat(findings)
                .filteredOn(f -> !f.failed())
                .isSubsetOf(ConnectionFindings.connected(TestingLab.CLIENT.ssh()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"KEY", "CONFIGURATION"})
    void aHostThatWasNotAskedIsNotSaidToBeReachable(Kind kind) {
        RemoteException e = new RemoteException("server", kind, "there is no key to log in with; make one");
        HostDiagnosis diagnosis =
                new HostDiagnosis(TestingLab.SERVER, ConnectionFindings.refused(e, TestingLab.SERVER.ssh(), List.of()));

        assertThat(DoctorReport.text(List.of(diagnosis), false, false)).isEqualTo("""
                server  pi@172.31.0.218
                  unknown  reachable        not checked: the host was not asked
                                            cure: First the check 'login' below.
                  unknown  host-key         not checked: the host was not asked
                                            cure: First the check 'login' below.
                  failed   login            there is no key to log in with
                                            cure: make one

                server: was not asked (1 failed, 2 unknown)
                """);
        assertThat(diagnosis.reached()).isFalse();
        assertThat(DoctorCommand.exitCode(List.of(diagnosis))).isEqualTo(3);
    }

    @Test
    void noSudoIsSaidOfAHostThatLetUsIn() {
        RemoteException e = new RemoteException(
                "client",
                Kind.SUDO,
                "'sh -s' needs root, but: sudo: a password is required. Cure: let pi in (see x. y)");
        List<Finding> before = ConnectionFindings.connected(TestingLab.CLIENT.ssh());

        assertThat(ConnectionFindings.refused(e, TestingLab.CLIENT.ssh(), before))
                .containsExactly(Finding.failed(
                        Check.SUDO, "'sh -s' needs root, but: sudo: a password is required", "let pi in (see x. y)"));
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
                        Arrays.stream(Check.values()).map(Check::label).toList());
    }
}
