package io.pilab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.fault.EndpointRemove;
import io.pilab.fault.Fault;
import io.pilab.fault.Limits;
import io.pilab.fault.LinkDown;
import io.pilab.fault.Requirement;
import io.pilab.fault.Sysctl;
import io.pilab.lab.Arm;
import io.pilab.lab.Host;
import io.pilab.lab.Role;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingHostReport;
import io.pilab.testing.TestingLab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What only a scenario, or a host in its role, asks for. */
class ScenarioRequirementsTest {
    @Test
    void aFaultThatNeedsNetemIsNotSupportedWhereThereIsNone() {
        TestingHostReport host = new TestingHostReport();
        host.needs = new ScenarioRequirements(
                true, Map.of(Requirement.NETEM, Set.of("impair")), Map.of(), Set.of(), Set.of(), List.of());
        assertThat(host.found()).isEmpty();

        host.abilities.put("netem", Optional.of("Error: Specified qdisc kind is unknown."));
        assertThat(host.found())
                .containsExactly(
                        "failed fault-needs: impair needs the netem qdisc, which the host does not have: Error:"
                                + " Specified qdisc kind is unknown. sudo modprobe sch_netem (Raspberry Pi OS has it; when the"
                                + " kernel was upgraded since the last start: sudo reboot)");

        host.needs = ScenarioRequirements.any();
        assertThat(host.found()).isEmpty();
    }

    @Test
    void aFaultOfMptcpNeedsItWhateverTheArms() {
        Fault limits = new Limits(0, 0);
        assertThat(needs(limits, Role.CLIENT).mptcp()).isTrue();
        assertThat(needs(limits, Role.SERVER).mptcp()).isFalse();
        assertThat(needs(new EndpointRemove("wlan0"), Role.CLIENT).mptcp()).isTrue();
        assertThat(needs(new Sysctl(Sysctl.Key.STALE_LOSS_CNT, 1), Role.CLIENT).mptcp())
                .isTrue();
        assertThat(needs(new Sysctl(Sysctl.Key.TCP_RETRIES2, 4), Role.CLIENT).mptcp())
                .isFalse();
        assertThat(needs(new LinkDown("wlan0"), Role.CLIENT).mptcp()).isFalse();
    }

    /** Of a host in that role, by a scenario of plain TCP alone with that fault on the client. */
    private static ScenarioRequirements needs(Fault fault, Role role) {
        TimedFault timed = new TimedFault(Duration.ofSeconds(3), Role.CLIENT, fault, Optional.empty(), false);
        Scenario scenario = TestingLab.scenario(List.of(Arm.TCP), new Timeline(List.of(timed)));
        return ScenarioRequirements.of(
                scenario.treatments(), role == Role.CLIENT ? TestingLab.CLIENT : TestingLab.SERVER);
    }

    @Test
    void aSettingThatTheKernelLacksIsSeenBefore() {
        TestingHostReport host = new TestingHostReport();
        host.needs = needs(new Sysctl(Sysctl.Key.CLOSE_TIMEOUT, 1), Role.CLIENT);
        assertThat(host.found())
                .containsExactly("failed fault-needs: sysctl needs net.mptcp.close_timeout, which kernel 6.1.0 does not"
                        + " have. Take that step out of the scenario, or: sudo apt full-upgrade, then reboot.");

        host.settings.put("close_timeout", "60");
        assertThat(host.found()).isEmpty();
    }

    @Test
    void aHelperNeedsNoTablesSinceItIsNeverConfigured() {
        TestingHostReport host = new TestingHostReport();
        host.abilities.put("sources", Optional.of("RTNETLINK answers: Operation not supported"));
        Host helper = new Host(
                "client",
                Role.HELPER,
                host.subject().host().ssh(),
                host.subject().host().interfaces());
        ScenarioRequirements none = new ScenarioRequirements(false, Map.of(), Map.of(), Set.of(), Set.of(), List.of());
        CheckContext subject =
                new CheckContext(host.lab, helper, none, host.subject().evidence());

        assertThat(AbilityChecks.of(subject))
                .allSatisfy(f -> assertThat(f.status()).isEqualTo(Status.OK));
    }

    @Test
    void aFaultThatCutsOurOwnWayIsRefused() {
        TestingHostReport host = new TestingHostReport();
        host.needs = new ScenarioRequirements(
                true,
                Map.of(),
                Map.of("eth0", Set.of("link-down at 3 s"), "wlan0", Set.of("x at 1 s")),
                Set.of(),
                Set.of(),
                List.of());
        assertThat(host.found())
                .containsExactly(
                        "failed lock-out: link-down at 3 s cuts eth0 (the SSH interface): the host would be unreachable"
                                + " until the fault is healed. Connect to another interface (`address:` of the host in the lab"
                                + " file), or write `allow: lock-out` into that step. The host then continues on its own, and"
                                + " everything is collected afterwards");

        host.needs = new ScenarioRequirements(
                true, Map.of(), Map.of("wlan0", Set.of("link-down at 3 s")), Set.of(), Set.of(), List.of());
        assertThat(host.found()).isEmpty();
    }

    @Test
    void aFaultThatRestartsTheHostIsRefused() {
        TestingHostReport host = new TestingHostReport();
        host.needs = new ScenarioRequirements(true, Map.of(), Map.of(), Set.of("reboot at 3 s"), Set.of(), List.of());

        assertThat(host.found())
                .containsExactly(
                        "failed lock-out: reboot at 3 s restarts the host: it would be unreachable until it is up again,"
                                + " and lose what was set up since its last start. Write `allow: lock-out` into that step. The"
                                + " trial's data and the captured state are kept on the host's disk, collected when it is up,"
                                + " and the host is restored");
    }
}
