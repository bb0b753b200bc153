package io.pilab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pilab.doctor.Finding;
import io.pilab.doctor.HostCheck;
import io.pilab.doctor.Status;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.testing.TestingLab;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionFindingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOST_KEY_UNKNOWN|the key is not known: SHA256:x. Compare it|host-key|the key is not known: SHA256:x|Compare it",
                "AUTHENTICATION|no entry; it allows: publickey. Install the key|login|no entry; it allows: publickey|Install the key",
                "UNREACHABLE|no answer within 10 s; is it on?|reachable|no answer within 10 s|is it on?",
                "UNREACHABLE|odd|reachable|odd|See why: ssh -v -p 22 pi@172.31.0.133",
            })
    void aRefusedConnectionIsTheCheckThatItFailed(
            RemoteFailure kind, String message, String check, String value, String cure) {
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
            value = RemoteFailure.class,
            names = {"KEY", "CONFIGURATION"})
    void aHostThatWasNotAskedIsNotSaidToBeReachable(RemoteFailure kind) {
        RemoteException e = new RemoteException("server", kind, "there is no key to log in with; make one");
        List<Finding> findings = ConnectionFindings.refused(e, TestingLab.SERVER.ssh(), List.of());

        assertThat(findings)
                .extracting(Finding::check, Finding::status, Finding::value)
                .containsExactly(
                        tuple(HostCheck.REACHABLE, Status.UNKNOWN, "not checked: the host was not asked"),
                        tuple(HostCheck.HOST_KEY, Status.UNKNOWN, "not checked: the host was not asked"),
                        tuple(HostCheck.LOGIN, Status.FAILED, "there is no key to log in with"));
        assertThat(new HostDiagnosis(TestingLab.SERVER, findings).reached()).isFalse();
    }

    @Test
    void noSudoIsSaidOfAHostThatLetUsIn() {
        RemoteException e = new RemoteException(
                "client",
                RemoteFailure.SUDO,
                "'sh -s' needs root, but: sudo: a password is required. Cure: let pi in (see x. y)");
        List<Finding> before = ConnectionFindings.connected(TestingLab.CLIENT.ssh());

        assertThat(ConnectionFindings.refused(e, TestingLab.CLIENT.ssh(), before))
                .containsExactly(Finding.failed(
                        HostCheck.SUDO,
                        "'sh -s' needs root, but: sudo: a password is required",
                        "let pi in (see x. y)"));
    }
}
