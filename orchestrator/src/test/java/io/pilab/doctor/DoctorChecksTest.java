package io.pilab.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pilab.lab.Iperf3Install;
import io.pilab.record.HostCondition;
import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.record.HostUsage;
import io.pilab.testing.TestingHostReport;
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
                        h -> h.settings.putAll(Map.of("path_manager", "userspace", "pm_type", "1")),
                        "failed mptcp: net.mptcp.path_manager is userspace, so the kernel makes no subflow of any"
                                + " endpoint. sudo sysctl net.mptcp.path_manager=kernel"),
                plant(
                        h -> {
                            h.settings.remove("path_manager");
                            h.settings.put("pm_type", "1");
                        },
                        "failed mptcp: net.mptcp.pm_type is 1, so the kernel makes no subflow of any endpoint. sudo"
                                + " sysctl net.mptcp.pm_type=0"),
                plant(
                        h -> h.blackholes = Optional.of(3L),
                        "warning mptcp: the kernel took MPTCP for blocked on its way, 3 times since the start, and then"
                                + " uses plain TCP in its place for 3600 s or longer. sudo sysctl"
                                + " net.mptcp.blackhole_timeout=0"),
                plant(
                        h -> h.abilities.put("monitor", Optional.of("Command \"monitor\" is unknown")),
                        "failed iproute2: iproute2 6.1.0 or the kernel cannot do 'ip mptcp monitor': Command"
                                + " \"monitor\" is unknown. sudo apt-get install iproute2 (Bookworm or newer)"),
                plant(
                        h -> h.abilities.put("sources", Optional.of("RTNETLINK answers: Operation not supported")),
                        "failed iproute2: iproute2 6.1.0 or the kernel cannot do 'ip rule and ip route table':"
                                + " RTNETLINK answers: Operation not supported. sudo apt-get install iproute2"
                                + " (Bookworm or newer)"),
                plant(
                        h -> h.addresses.put("wlan0", List.of()),
                        "failed interfaces: wlan0 has no IPv4 address, the lab file says 172.31.0.173/24. Correct the"
                                + " lab file, or give the interface that address."),
                plant(
                        h -> h.links.set(0, TestingHostReport.link("eth0", "down", false, Optional.empty())),
                        "failed links: eth0 is down. sudo ip link set dev eth0 up, and look at the cable"),
                plant(
                        h -> h.links.set(1, TestingHostReport.link("wlan0", "dormant", true, Optional.of("off"))),
                        "failed links: wlan0 is dormant. nmcli device wifi list, then join a network: sudo nmcli"
                                + " device wifi connect SSID"),
                plant(
                        h -> h.rpFilter = Map.of("all", 0, "eth0", 0, "wlan0", 1),
                        "warning rp-filter: strict (1) on wlan0, which goes well only as long as the per-source rules"
                                + " are in place. sudo sysctl net.ipv4.conf.all.rp_filter=2"),
                plant(
                        h -> h.lab = TestingHostReport.lab("3.21", false),
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
                        "unknown network-manager: it runs, but nmcli lists no interface. nmcli device" + " status"),
                plant(
                        h -> h.mptcpd = true,
                        "warning mptcpd: mptcpd runs and manages endpoints and subflows by itself. sudo systemctl"
                                + " disable --now mptcp"),
                plant(
                        h -> h.foreign = List.of("endpoint 10.0.0.9 dev eth0 id 7 subflow"),
                        "warning endpoints: endpoint 10.0.0.9 dev eth0 id 7 subflow is not in the lab file, and makes subflows of its"
                                + " own. pilab apply --adopt removes it; or by hand: sudo ip mptcp endpoint delete id 7"),
                plant(
                        h -> h.links.set(1, TestingHostReport.link("wlan0", "up", true, Optional.of("on"))),
                        "warning power-save: wlan0 saves power, which delays packets by up to some 100 ms. sudo iw dev"
                                + " wlan0 set power_save off"),
                plant(
                        h -> h.links.set(1, TestingHostReport.link("wlan0", "up", true, Optional.empty())),
                        "unknown power-save: wlan0: iw reports nothing. sudo apt-get install iw"),
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

    private static Arguments plant(Consumer<TestingHostReport> spoil, String expected) {
        return arguments(spoil, expected);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("planted")
    void aPlantedFaultIsFoundAndNothingElse(Consumer<TestingHostReport> spoil, String expected) {
        TestingHostReport host = new TestingHostReport();
        spoil.accept(host);

        assertThat(host.found()).containsExactly(expected);
    }

    @Test
    void aHostInGoodHealthHasItsVersionsAdvisoriesAlone() {
        List<Finding> findings = Diagnosis.of(new TestingHostReport().subject());

        assertThat(findings)
                .filteredOn(f -> f.status() == Status.OK || f.status() == Status.NOT_APPLICABLE)
                .hasSize(findings.size() - 1)
                .allSatisfy(f -> assertThat(f.cure()).isEmpty());
        assertThat(findings).extracting(Finding::check).isSorted();
        assertThat(findings)
                .extracting(Finding::check)
                .containsExactlyElementsOf(Arrays.stream(HostCheck.values())
                        .filter(c -> c.compareTo(HostCheck.SCRIPTS) >= 0)
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
    void aServerThatForbidsJoinsToItsFirstAddressIsFoundAndNoClient() {
        TestingHostReport host = new TestingHostReport();
        host.settings.put("allow_join_initial_addr_port", "0");

        assertThat(host.found()).isEmpty();
        assertThat(Diagnosis.of(host.server()))
                .filteredOn(f -> f.check() == HostCheck.MPTCP && f.failed())
                .singleElement()
                .satisfies(f -> assertThat(f.text())
                        .isEqualTo("net.mptcp.allow_join_initial_addr_port is 0, so no client opens a subflow from a"
                                + " second interface. sudo sysctl net.mptcp.allow_join_initial_addr_port=1"));
    }

    @Test
    void whatIsCuredAndWhatNoArmUsesIsNotSaid() {
        TestingHostReport host = new TestingHostReport();
        host.blackholes = Optional.of(3L);
        host.settings.put("blackhole_timeout", "0");
        assertThat(host.found()).isEmpty();

        host.settings.put("path_manager", "userspace");
        host.needs = new ScenarioRequirements(false, Map.of(), Map.of(), Set.of(), Set.of(), List.of());
        assertThat(host.found()).isEmpty();
    }

    @Test
    void withThePackageWhateverVersionItHasIsGoodAndItsWeaknessesAreTold() {
        TestingHostReport host = new TestingHostReport();
        host.lab = TestingHostReport.lab("3.21", Iperf3Install.InstallSource.PACKAGE);
        host.iperf3 = List.of(new Iperf3Binary("/usr/bin/iperf3", "3.22", true));

        assertThat(iperf3(host)).containsExactly("3.22 with --mptcp at /usr/bin/iperf3", "nothing known of 3.22");

        host.iperf3 = List.of(new Iperf3Binary("/usr/bin/iperf3", "3.20", true));
        assertThat(iperf3(host))
                .hasSize(2)
                .contains("3.20 with --mptcp at /usr/bin/iperf3")
                .anyMatch(t -> t.startsWith("3.20 has CVE-2026-101283"));

        host.iperf3 = List.of(new Iperf3Binary("/usr/bin/iperf3", "3.12", false));
        assertThat(iperf3(host))
                .containsExactly(
                        "iperf3 with --mptcp is not there: /usr/bin/iperf3 is 3.12, without --mptcp. pilab apply puts"
                                + " it there",
                        "there is none yet");
    }

    private static List<String> iperf3(TestingHostReport host) {
        return Diagnosis.of(host.subject()).stream()
                .filter(f -> f.check() == HostCheck.IPERF3 || f.check() == HostCheck.IPERF3_SECURITY)
                .map(Finding::text)
                .toList();
    }

    @Test
    void aStrictFilterBreaksALabWithoutSourceRouting() {
        TestingHostReport host = new TestingHostReport();
        host.lab = TestingHostReport.lab("3.21", false);
        host.arpIgnore = 1;
        host.arpAnnounce = 2;
        host.rpFilter = Map.of("all", 1);

        assertThat(host.found())
                .containsExactly("failed rp-filter: strict (1) on eth0, wlan0, which drops the subflows of all"
                        + " interfaces in a network but one. sudo sysctl net.ipv4.conf.all.rp_filter=2");
    }

    @Test
    void aLockThatNobodyAskedForIsNotSaidToBeFree() {
        TestingHostReport host = new TestingHostReport();
        host.lock = Optional.empty();

        assertThat(Diagnosis.of(host.subject())).contains(Finding.notApplicable(HostCheck.LOCK, "not asked"));
    }

    @Test
    void noMptcpInTheKernelIsSaidOnce() {
        TestingHostReport host = new TestingHostReport();
        host.mptcp = Optional.empty();
        List.of("endpoint", "limits", "monitor", "sockets")
                .forEach(a -> host.abilities.put(a, Optional.of("Error: genl family not found")));

        assertThat(host.found())
                .containsExactly("failed mptcp: kernel 6.1.0 has no MPTCP. Raspberry Pi OS has it since kernel 6.1.47:"
                        + " sudo apt full-upgrade, then reboot.");
    }

    @Test
    void whatAHostDoesNotTellIsUnknownAndNotGood() {
        CheckContext silent = new TestingHostReport().silent();

        assertThat(Diagnosis.of(silent))
                .filteredOn(f -> f.status() == Status.UNKNOWN)
                .extracting(Finding::check)
                .containsExactly(
                        HostCheck.SCRIPTS,
                        HostCheck.IPROUTE2,
                        HostCheck.FAULT_NEEDS,
                        HostCheck.RESTORABLE,
                        HostCheck.LINKS,
                        HostCheck.RP_FILTER,
                        HostCheck.ARP,
                        HostCheck.NETWORK_MANAGER,
                        HostCheck.MPTCPD,
                        HostCheck.ENDPOINTS,
                        HostCheck.TIME,
                        HostCheck.CLOCK,
                        HostCheck.CAPTURED,
                        HostCheck.LOCK);
        assertThat(Diagnosis.of(silent))
                .filteredOn(f -> f.check() == HostCheck.SCRIPTS)
                .extracting(Finding::value)
                .containsExactly("condition.sh collect exited 1: it hurts");
    }
}
