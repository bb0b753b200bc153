package io.pilab.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilab.fault.CarrierLoss;
import io.pilab.lab.Role;
import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultMatcherTest {
    private static final long MS = 1_000_000L;
    private static final long ZERO = 1_795_327_892_000L * MS;

    private final Findings findings = new Findings();
    private final FaultMatcher matcher = new FaultMatcher(
            "client",
            Role.CLIENT,
            new Timeline(List.of(TestingLab.linkDown(3, Optional.of(Duration.ofSeconds(4))))),
            findings);

    @BeforeEach
    void startAtZero() {
        findings.startsAt(ZERO, 0.005);
    }

    @Test
    void theKernelsNotificationIsTheActualTime() {
        matcher.link(at(2900), "wlan0", true, true);
        matcher.link(at(2940), "wlan0", false, false);
        fire(3000, FaultPhase.INJECT, 0);
        assertThat(findings.drain()).as("2.940 s is too early to be it").isEmpty();

        matcher.link(at(3001), "eth0", false, false);
        matcher.link(at(3002), "wlan0", true, true);
        matcher.link(at(3004), "wlan0", false, false);
        Event.FaultFired fired = only();
        assertThat(fired.fault()).isEqualTo("link-down");
        assertThat(fired.networkInterface()).isEqualTo("wlan0");
        assertThat(fired.phase()).isEqualTo(FaultPhase.INJECT);
        assertThat(fired.requested()).isEqualTo(3.0);
        assertThat(fired.actual()).isCloseTo(3.004, within(1e-9));
        assertThat(fired.t()).isEqualTo(fired.actual());
        assertThat(fired.uncertainty()).isEqualTo(0.005);
    }

    @Test
    void theHealIsTheWayUp() {
        matcher.link(at(7003), "wlan0", false, false);
        matcher.link(at(7006), "wlan0", true, true);
        fire(7000, FaultPhase.HEAL, 0);
        Event.FaultFired fired = only();
        assertThat(fired.phase()).isEqualTo(FaultPhase.HEAL);
        assertThat(fired.requested()).isEqualTo(7.0);
        assertThat(fired.actual()).isCloseTo(7.006, within(1e-9));
    }

    @Test
    void withoutANotificationTheAgentsTimeCounts() {
        fire(3000, FaultPhase.INJECT, 0);
        assertThat(findings.drain()).isEmpty();
        matcher.end();
        Event.FaultFired fired = only();
        assertThat(fired.actual()).isCloseTo(3.000, within(1e-9));
        assertThat(fired.uncertainty()).as("t = 0 and the command's 20 ms").isCloseTo(0.025, within(1e-9));
    }

    @Test
    void aNotificationPastTheWindowIsAnotherOne() {
        fire(3000, FaultPhase.INJECT, 0);
        matcher.link(at(5100), "wlan0", false, false);
        assertThat(only().actual()).isCloseTo(3.000, within(1e-9));
        matcher.end();
        assertThat(findings.drain()).isEmpty();
    }

    @Test
    void aFailedCommandIsToldAtOnce() {
        fire(3000, FaultPhase.INJECT, 1);
        assertThat(only().exitCode()).isEqualTo(1);
    }

    @Test
    void aFaultThatTheScenarioDoesNotHave() {
        assertThat(matcher.fired(at(3000), at(3000), FaultPhase.INJECT, 1, 0, Optional.empty()))
                .isFalse();
        assertThat(matcher.fired(at(3000), at(3000), FaultPhase.INJECT, -1, 0, Optional.empty()))
                .isFalse();
        matcher.end();
        assertThat(findings.drain()).isEmpty();
    }

    @Test
    void aCarrierThatIsLostIsNotALinkThatIsSetDown() {
        matcher.link(at(3001), "wlan0", true, false);
        fire(3000, FaultPhase.INJECT, 0);
        assertThat(findings.drain()).isEmpty();

        FaultMatcher carrier = carrierLoss();
        carrier.link(at(3001), "wlan0", false, false);
        carrier.link(at(3002), "wlan0", true, true);
        carrier.fired(at(3000), at(3030), FaultPhase.INJECT, 0, 0, Optional.empty());
        assertThat(findings.drain()).isEmpty();
        carrier.link(at(4100), "wlan0", true, false);
        assertThat(only().actual()).as("the switch took its time").isCloseTo(4.1, within(1e-9));
        carrier.fired(at(7000), at(7030), FaultPhase.HEAL, 0, 0, Optional.empty());
        carrier.link(at(9900), "wlan0", true, true);
        assertThat(only().actual()).as("and the two ends negotiated").isCloseTo(9.9, within(1e-9));
    }

    @Test
    void aCarrierThatStaysWasNotLost() {
        FaultMatcher carrier = carrierLoss();
        carrier.fired(at(3000), at(3030), FaultPhase.INJECT, 0, 0, Optional.empty());
        carrier.end();
        assertThat(findings.drain()).isEmpty();
        assertThat(findings.warnings())
                .containsExactly(
                        "link.txt: the switch was commanded, but wlan0 kept its carrier; are the `switch` commands of"
                                + " the lab file those of its port?");
    }

    private FaultMatcher carrierLoss() {
        TimedFault fault = new TimedFault(
                Duration.ofSeconds(3),
                Role.CLIENT,
                new CarrierLoss("wlan0"),
                Optional.of(Duration.ofSeconds(4)),
                false);
        return new FaultMatcher("client", Role.CLIENT, new Timeline(List.of(fault)), findings);
    }

    private static long at(long milliseconds) {
        return ZERO + milliseconds * MS;
    }

    private void fire(long milliseconds, FaultPhase phase, int code) {
        assertThat(matcher.fired(at(milliseconds), at(milliseconds + 20), phase, 0, code, Optional.empty()))
                .isTrue();
    }

    private Event.FaultFired only() {
        List<Event> events = findings.drain();
        assertThat(events).hasSize(1);
        return (Event.FaultFired) events.get(0);
    }
}
