package io.pilab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.fault.EndpointRemove;
import io.pilab.fault.Fault;
import io.pilab.fault.LinkDown;
import io.pilab.fault.RateLimit;
import io.pilab.fault.Reboot;
import io.pilab.lab.Role;
import io.pilab.scenario.TimedFault;
import io.pilab.testing.TestingHostReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What cannot be put back is refused before a fault takes it away. */
class RestorableChecksTest {
    private final TestingHostReport host = new TestingHostReport();

    private void faults(Fault... faults) {
        List<TimedFault> timeline = List.of(faults).stream()
                .map(f -> new TimedFault(Duration.ofSeconds(2), Role.CLIENT, f, Optional.empty(), true))
                .toList();
        host.needs = new ScenarioRequirements(true, Map.of(), Map.of(), Set.of(), Set.of(), timeline);
    }

    @Test
    void aShaperWithClassesIsNotTakenAway() {
        host.notRestorable = Map.of("qdisc wlan0", "missing: class htb 8005:1 root rate 60Mbit");

        faults(new RateLimit("wlan0", 5_000_000));
        assertThat(host.found())
                .containsExactly(
                        "failed restorable: rate-limit at 2 s takes the qdisc wlan0 away, which cannot be restored as"
                                + " it is: missing: class htb 8005:1 root rate 60Mbit. Use another fault or interface, or take it"
                                + " away yourself for the time of the run: sudo tc qdisc del dev wlan0 root");

        faults(new RateLimit("eth0", 5_000_000), new LinkDown("wlan0"));
        assertThat(host.found()).isEmpty();

        faults(new Reboot());
        assertThat(host.found()).hasSize(1).first().asString().contains("reboot at 2 s takes the qdisc wlan0 away");
    }

    @Test
    void anEndpointWithAFlagThatIsNotKnownIsNotTakenAway() {
        host.notRestorable = Map.of("endpoint 172.31.0.173", "missing: 172.31.0.173 id 2 subflow rawflags 20");

        faults(new EndpointRemove("wlan0"));
        assertThat(host.found()).hasSize(1).first().asString().contains("endpoint-remove at 2 s", "rawflags 20");

        faults(new EndpointRemove("eth0"));
        assertThat(host.found()).isEmpty();
    }

    @Test
    void anEndpointThatTheTrialWouldReplaceIsRefusedAsWell() {
        host.lostEndpoints = List.of("endpoint 172.31.0.173 dev wlan0 id 2 signal");

        assertThat(host.found())
                .hasSize(1)
                .first()
                .asString()
                .contains("failed restorable", "cannot be restored", "sudo ip mptcp endpoint delete id 2");
    }

    @Test
    void whatCouldNotBeProvedIsRefusedWhereItIsTakenAway() {
        CheckContext silent = host.silent();
        assertThat(RestorableChecks.of(silent)).extracting(Finding::status).containsExactly(Status.UNKNOWN);

        faults(new RateLimit("wlan0", 5_000_000));
        assertThat(RestorableChecks.of(host.silent()))
                .extracting(Finding::status)
                .containsExactly(Status.FAILED);
    }
}
