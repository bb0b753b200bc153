package io.pilab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.testing.TestingHostReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which weaknesses of iperf3 are told of, and of which version. */
class Iperf3AdvisoryTest {
    @Test
    void aVersionWithoutKnownWeaknessesIsFine() {
        TestingHostReport host = new TestingHostReport();
        host.lab = TestingHostReport.lab("3.22", true);
        host.iperf3 = List.of(new Iperf3Binary("/opt/iperf3-3.22/bin/iperf3", "3.22", true));

        assertThat(Diagnosis.of(host.subject()))
                .contains(Finding.ok(HostCheck.IPERF3_SECURITY, "nothing known of 3.22"))
                .allSatisfy(f -> assertThat(f.status()).isLessThanOrEqualTo(Status.OK));
    }

    @Test
    void theVersionThatIsThereIsWhatTheAdvisoriesAreOf() {
        TestingHostReport host = new TestingHostReport();
        host.lab = TestingHostReport.lab("3.22", true);
        host.iperf3 = List.of(new Iperf3Binary("/usr/bin/iperf3", "3.19", true));

        assertThat(Diagnosis.of(host.subject()))
                .filteredOn(f -> f.check() == HostCheck.IPERF3_SECURITY)
                .singleElement()
                .satisfies(f -> assertThat(f.value())
                        .contains("3.19 has CVE-2025-54349", "CVE-2025-54351")
                        .doesNotContain("CVE-2026-101276", "CVE-2024-53580"));
    }

    @Test
    void versionsCompareByNumbers() {
        assertThat(Iperf3Advisory.compare("3.9", "3.10")).isNegative();
        assertThat(Iperf3Advisory.compare("3.19", "3.19.1")).isNegative();
        assertThat(Iperf3Advisory.compare("3.22", "3.22")).isZero();
        assertThat(Iperf3Advisory.of("3.22.1")).isEmpty();
    }
}
