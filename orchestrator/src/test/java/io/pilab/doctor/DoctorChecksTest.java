package io.pilab.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pilab.fault.Requirement;
import io.pilab.model.Host;
import io.pilab.model.Iperf3Install;
import io.pilab.model.Lab;
import io.pilab.model.MptcpLimits;
import io.pilab.model.MptcpSettings;
import io.pilab.model.Role;
import io.pilab.record.HostCondition;
import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.record.HostUsage;
import io.pilab.testing.TestingEvidence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Facts in, findings out. */
class DoctorChecksTest {
    /** How a good host is spoilt, and what has to be found: nothing else may change. */
    static Stream<Arguments> planted() {
        return Stream.of(
                plant(
                        h -> h.missingTools = List.of("ss"),
                        "failed tools: missing tools: ss. sudo apt-get install iproute2 procps util-linux coreutils"),
                plant(
                        h -> h.mptcp = Optional.of(0),
                        "failed mptcp: MPTCP is switched off. sudo sysctl net.mptcp.enabled=1"),
                plant(
                        h -> h.abilities.put("monitor", Optional.of("Command \"monitor\" is unknown")),
                        "failed iproute2: iproute2 6.1.0 or the kernel can not do 'ip mptcp monitor': Command"
                                + " \"monitor\" is unknown. sudo apt-get install iproute2 (Bookworm or newer)"),
                plant(
                        h -> h.abilities.put("sources", Optional.of("RTNETLINK answers: Operation not supported")),
                        "failed iproute2: iproute2 6.1.0 or the kernel can not do 'ip rule and ip route table':"
                                + " RTNETLINK answers: Operation not supported. sudo apt-get install iproute2"
                                + " (Bookworm or newer)"),
                plant(
                        h -> h.addresses.put("wlan0", List.of()),
                        "failed interfaces: wlan0 has no IPv4 address, the lab file says 172.31.0.173/24. Correct the"
                                + " lab file, or give the interface that address."),
                plant(
                        h -> h.links.set(0, TestingEvidence.link("eth0", "down", false, Optional.empty())),
                        "failed links: eth0 is down. sudo ip link set dev eth0 up, and look at the cable"),
                plant(
                        h -> h.links.set(1, TestingEvidence.link("wlan0", "dormant", true, Optional.of("off"))),
                        "failed links: wlan0 is dormant. nmcli device wifi list, then join a network: sudo nmcli"
                                + " device wifi connect SSID"),
                plant(
                        h -> h.rpFilter = Map.of("all", 0, "eth0", 0, "wlan0", 1),
                        "warning rp-filter: strict (1) on wlan0, which goes well only as long as the per-source rules"
                                + " are in place. sudo sysctl net.ipv4.conf.all.rp_filter=2"),
                plant(
                        h -> h.lab = lab("3.21", false),
                        "warning arp: arp_ignore 0, arp_announce 0, so that one interface answers for the other's"
                                + " address. Write 'routing: per-source' under mptcp: in the lab file."),
                plant(
                        h -> h.managed("100 (connected)", "Wired connection 1", "0x0 (default)"),
                        "warning network-manager: it makes endpoints of its own on eth0 (connection.mptcp-flags 0x0"
                                + " (default)), and takes pilab's away 6 s after the link went down. sudo nmcli"
                                + " connection modify 'Wired connection 1' connection.mptcp-flags disabled && sudo"
                                + " nmcli connection up 'Wired connection 1' (which interrupts an SSH connection over"
                                + " it)"),
                plant(
                        h -> h.networkManager = true,
                        "unknown network-manager: it runs, but nmcli does not tell of any interface. nmcli device"
                                + " status"),
                plant(
                        h -> h.mptcpd = true,
                        "warning mptcpd: mptcpd runs and manages endpoints and subflows by itself. sudo systemctl"
                                + " disable --now mptcp"),
                plant(
                        h -> h.foreign = List.of("endpoint 10.0.0.9 dev eth0 id 7 subflow"),
                        "warning endpoints: endpoint 10.0.0.9 dev eth0 id 7 subflow is not in the lab file, and makes subflows of its"
                                + " own. pilab apply --adopt removes it; or by hand: sudo ip mptcp endpoint delete id 7"),
                plant(
                        h -> h.links.set(1, TestingEvidence.link("wlan0", "up", true, Optional.of("on"))),
                        "warning power-save: wlan0 saves power, which delays packets by up to some 100 ms. sudo iw dev"
                                + " wlan0 set power_save off"),
                plant(
                        h -> h.links.set(1, TestingEvidence.link("wlan0", "up", true, Optional.empty())),
                        "unknown power-save: wlan0: iw does not tell. sudo apt-get install iw"),
                plant(
                        h -> h.blocked = List.of(new HostCondition.Radio("wlan", "phy0", "soft")),
                        "failed radios: phy0 is switched off (soft block). sudo rfkill unblock wifi (Raspberry Pi OS"
                                + " keeps it blocked until a country is set: sudo raspi-config, Localisation Options)"),
                plant(
                        h -> h.iperf3 = List.of(new Iperf3Binary("/usr/bin/iperf3", "3.12", false)),
                        "warning iperf3: iperf3 3.21 with --mptcp is not there: /usr/bin/iperf3 is 3.12, without"
                                + " --mptcp. pilab apply puts it there"),
                plant(
                        h -> h.iperf3 = List.of(),
                        "warning iperf3: iperf3 3.21 with --mptcp is not there: there is none. pilab apply puts it"
                                + " there"),
                plant(
                        h -> h.iperf3 = List.of(new Iperf3Binary("/usr/local/bin/iperf3", "", false)),
                        "warning iperf3: iperf3 3.21 with --mptcp is not there: /usr/local/bin/iperf3 does not run,"
                                + " without --mptcp. pilab apply puts it there"),
                plant(
                        h -> h.synchronised = Optional.of(false),
                        "warning time: the clock follows no server, so it may jump during a run. sudo timedatectl"
                                + " set-ntp true (sudo apt-get install systemd-timesyncd)"),
                plant(
                        h -> h.clockOffset = Optional.of(-3.5),
                        "warning clock: -3.500 s against this machine's. sudo timedatectl set-ntp true, here and on"
                                + " the host"),
                plant(
                        h -> h.free = Map.of("/opt", 900L, "/var", 2_000_000L),
                        "warning space: only 0 MB are free under /opt, a build of iperf3 needs 100 MB. sudo apt-get"
                                + " clean (df -h /opt shows the rest)"),
                plant(
                        h -> h.throttled = Optional.of("0x50005"),
                        "warning power: under-voltage now, throttled now (0x50005). Use the official power supply, and"
                                + " a short cable."),
                plant(
                        h -> h.throttled = Optional.of("0x80000"),
                        "warning power: the soft temperature limit is active since the start (0x80000). Cool the board;"
                                + " look at: vcgencmd measure_temp"),
                plant(
                        h -> h.throttled = Optional.of("VCHI initialization failed"),
                        "unknown power: vcgencmd says 'VCHI initialization failed'. vcgencmd get_throttled"),
                plant(
                        h -> h.lock = Optional.of(
                                new HostUsage.Lock(true, "alice@bench", "20261122-x", "2026-11-22T06:03:34Z", 23)),
                        "failed lock: alice@bench holds it for 20261122-x since 2026-11-22T06:03:34Z, and for 23 s"
                                + " unless renewed. Wait for its end, or take the host over: pilab run --steal"));
    }

    private static Arguments plant(Consumer<TestingEvidence> spoil, String expected) {
        return arguments(spoil, expected);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("planted")
    void aPlantedFaultIsFoundAndNothingElse(Consumer<TestingEvidence> spoil, String expected) {
        TestingEvidence host = new TestingEvidence();
        spoil.accept(host);

        assertThat(bad(host.subject())).containsExactly(expected);
    }

    @Test
    void aHostInGoodHealthHasItsVersionsAdvisoriesAlone() {
        List<Finding> findings = new TestingEvidence().subject().findings();

        assertThat(findings)
                .filteredOn(f -> f.status() == Status.OK || f.status() == Status.NOT_APPLICABLE)
                .hasSize(findings.size() - 1)
                .allSatisfy(f -> assertThat(f.cure()).isEmpty());
        assertThat(findings).extracting(Finding::check).isSorted();
        assertThat(findings)
                .extracting(Finding::check)
                .containsExactlyElementsOf(Arrays.stream(Check.values())
                        .filter(c -> c.compareTo(Check.SCRIPTS) >= 0)
                        .toList());
        assertThat(findings)
                .filteredOn(f -> f.status() == Status.WARNING)
                .singleElement()
                .satisfies(f -> assertThat(f.text())
                        .contains(
                                "3.21 has CVE-2026-101276 (use after free in the server, without login), CVE-2026-101283")
                        .contains("Write 'iperf3: { version: \"3.22\" }' in the lab file, then: pilab apply"));
    }

    @Test
    void aFaultThatNeedsNetemIsNotSupportedWhereThereIsNone() {
        TestingEvidence host = new TestingEvidence();
        host.needs = new Needs(true, Map.of(Requirement.NETEM, Set.of("impair")), Map.of(), Set.of());
        assertThat(bad(host.subject())).isEmpty();

        host.abilities.put("netem", Optional.of("Error: Specified qdisc kind is unknown."));
        assertThat(bad(host.subject()))
                .containsExactly(
                        "failed fault-needs: impair needs the netem qdisc, which the host does not have: Error:"
                                + " Specified qdisc kind is unknown. sudo modprobe sch_netem (Raspberry Pi OS has it; when the"
                                + " kernel was upgraded since the last start: sudo reboot)");

        host.needs = Needs.any();
        assertThat(bad(host.subject())).isEmpty();
    }

    @Test
    void aHelperNeedsNoTablesSinceItIsNeverConfigured() {
        TestingEvidence host = new TestingEvidence();
        host.abilities.put("sources", Optional.of("RTNETLINK answers: Operation not supported"));
        Host helper = new Host(
                "client",
                Role.HELPER,
                host.subject().host().ssh(),
                host.subject().host().interfaces());
        Needs none = new Needs(false, Map.of(), Map.of(), Set.of());
        Subject subject = new Subject(host.lab, helper, none, host.subject().evidence());

        assertThat(AbilityChecks.of(subject))
                .allSatisfy(f -> assertThat(f.status()).isEqualTo(Status.OK));
    }

    @Test
    void aFaultThatCutsOurOwnWayIsRefused() {
        TestingEvidence host = new TestingEvidence();
        host.needs = new Needs(
                true, Map.of(), Map.of("eth0", Set.of("link-down at 3 s"), "wlan0", Set.of("x at 1 s")), Set.of());
        assertThat(bad(host.subject()))
                .containsExactly(
                        "failed lock-out: link-down at 3 s cuts eth0, which carries our SSH connection: the host"
                                + " could not be reached until it is healed. Connect to another interface (`address:` of the host in"
                                + " the lab file), or write `allow: lock-out` into that step: the host goes on by itself, and all is"
                                + " collected afterwards");

        host.needs = new Needs(true, Map.of(), Map.of("wlan0", Set.of("link-down at 3 s")), Set.of());
        assertThat(bad(host.subject())).isEmpty();
    }

    @Test
    void aFaultThatRestartsTheHostIsRefused() {
        TestingEvidence host = new TestingEvidence();
        host.needs = new Needs(true, Map.of(), Map.of(), Set.of("reboot at 3 s"));

        assertThat(bad(host.subject()))
                .containsExactly(
                        "failed lock-out: reboot at 3 s restarts the host: it could not be reached until it is up again, and"
                                + " what was set up on it since its last start would be gone. Write `allow: lock-out` into that"
                                + " step: what the trial recorded and what was captured is kept on the host's disk, and collected"
                                + " and put back when it is up");
    }

    @Test
    void aStrictFilterBreaksALabWithoutSourceRouting() {
        TestingEvidence host = new TestingEvidence();
        host.lab = lab("3.21", false);
        host.arpIgnore = 1;
        host.arpAnnounce = 2;
        host.rpFilter = Map.of("all", 1);

        assertThat(bad(host.subject()))
                .containsExactly("failed rp-filter: strict (1) on eth0, wlan0, which drops the subflows of all"
                        + " interfaces in a network but one. sudo sysctl net.ipv4.conf.all.rp_filter=2");
    }

    @Test
    void aLockThatNobodyAskedForIsNotSaidToBeFree() {
        TestingEvidence host = new TestingEvidence();
        host.lock = Optional.empty();

        assertThat(host.subject().findings()).contains(Finding.notApplicable(Check.LOCK, "not asked"));
    }

    @Test
    void aVersionWithoutKnownWeaknessesIsFine() {
        TestingEvidence host = new TestingEvidence();
        host.lab = lab("3.22", true);
        host.iperf3 = List.of(new Iperf3Binary("/opt/iperf3-3.22/bin/iperf3", "3.22", true));

        assertThat(host.subject().findings())
                .contains(Finding.ok(Check.IPERF3_SECURITY, "nothing known of 3.22"))
                .allSatisfy(f -> assertThat(f.status()).isLessThanOrEqualTo(Status.OK));
    }

    @Test
    void theVersionThatIsThereIsWhatTheAdvisoriesAreOf() {
        TestingEvidence host = new TestingEvidence();
        host.lab = lab("3.22", true);
        host.iperf3 = List.of(new Iperf3Binary("/usr/bin/iperf3", "3.19", true));

        assertThat(host.subject().findings())
                .filteredOn(f -> f.check() == Check.IPERF3_SECURITY)
                .singleElement()
                .satisfies(f -> assertThat(f.value())
                        .contains("3.19 has CVE-2025-54349", "CVE-2025-54351")
                        .doesNotContain("CVE-2026-101276", "CVE-2024-53580"));
    }

    @Test
    void noMptcpInTheKernelIsSaidOnce() {
        TestingEvidence host = new TestingEvidence();
        host.mptcp = Optional.empty();
        List.of("endpoint", "limits", "monitor", "sockets")
                .forEach(a -> host.abilities.put(a, Optional.of("Error: genl family not found")));

        assertThat(bad(host.subject()))
                .containsExactly("failed mptcp: kernel 6.1.0 has no MPTCP. Raspberry Pi OS has it since kernel 6.1.47:"
                        + " sudo apt full-upgrade, then reboot.");
    }

    @Test
    void whatAHostDoesNotTellIsUnknownAndNotGood() {
        Subject silent = new TestingEvidence().silent();

        assertThat(silent.findings())
                .filteredOn(f -> f.status() == Status.UNKNOWN)
                .extracting(Finding::check)
                .containsExactly(
                        Check.SCRIPTS,
                        Check.IPROUTE2,
                        Check.FAULT_NEEDS,
                        Check.LINKS,
                        Check.RP_FILTER,
                        Check.ARP,
                        Check.NETWORK_MANAGER,
                        Check.MPTCPD,
                        Check.ENDPOINTS,
                        Check.TIME,
                        Check.CLOCK,
                        Check.CAPTURED,
                        Check.LOCK);
        assertThat(silent.findings())
                .filteredOn(f -> f.check() == Check.SCRIPTS)
                .extracting(Finding::value)
                .containsExactly("condition.sh collect exited 1: it hurts");
    }

    static Stream<Arguments> harmlessManagers() {
        return Stream.of(
                arguments("10 (unmanaged)", "", "", ""),
                arguments("100 (connected)", "eth0", "0x1 (disabled)", ""),
                arguments("100 (connected)", "eth0", "disabled", ""),
                arguments("100 (connected)", "eth0", "1", ""),
                arguments("100 (connected)", "eth0", "0x0 (default)", "1"),
                arguments("100 (connected)", "eth0", "default", "disabled"),
                arguments("100 (connected)", "eth0", "", ""),
                arguments("30 (disconnected)", "", "", ""));
    }

    @ParameterizedTest
    @MethodSource("harmlessManagers")
    void aManagerThatMakesNoEndpointsIsFine(String state, String connection, String flags, String configured) {
        TestingEvidence host = new TestingEvidence();
        host.managed(state, connection, flags);
        host.defaultFlags = Optional.of(configured).filter(c -> !c.isEmpty());

        assertThat(bad(host.subject())).isEmpty();
    }

    static Stream<Arguments> meddlingManagers() {
        return Stream.of(
                arguments("0x22 (enabled,subflow)", "1"),
                arguments("signal", "disabled"),
                arguments("0", ""),
                arguments("default", "0x2"));
    }

    @ParameterizedTest
    @MethodSource("meddlingManagers")
    void aManagerThatMakesEndpointsIsNot(String flags, String configured) {
        TestingEvidence host = new TestingEvidence();
        host.managed("100 (connected)", "eth0", flags);
        host.defaultFlags = Optional.of(configured).filter(c -> !c.isEmpty());

        assertThat(bad(host.subject())).singleElement().asString().startsWith("warning network-manager: ");
    }

    @Test
    void versionsCompareByNumbers() {
        assertThat(Iperf3Advisory.compare("3.9", "3.10")).isNegative();
        assertThat(Iperf3Advisory.compare("3.19", "3.19.1")).isNegative();
        assertThat(Iperf3Advisory.compare("3.22", "3.22")).isZero();
        assertThat(Iperf3Advisory.of("3.22.1")).isEmpty();
    }

    private static List<String> bad(Subject subject) {
        return subject.findings().stream()
                .filter(f -> f.status().compareTo(Status.OK) > 0 && f.check() != Check.IPERF3_SECURITY)
                .map(f -> f.status().label() + " " + f.check().label() + ": " + f.text())
                .toList();
    }

    private static Lab lab(String version, boolean perSource) {
        Lab good = new TestingEvidence().lab;
        return new Lab(
                good.name(),
                new Iperf3Install(version, Iperf3Install.Source.AUTO, Optional.empty()),
                new MptcpSettings(new MptcpLimits(2, 4), perSource),
                good.hosts(),
                good.pairs(),
                good.rig());
    }
}
