package io.pilab.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilab.lab.Role;
import io.pilab.record.Event;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingSamples;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Both of ip's monitors. */
final class MonitorLinesTest {
    private static final Map<String, String> INTERFACES = Map.of("172.31.0.133", "eth0", "172.31.0.173", "wlan0");

    private final Findings findings = new Findings();

    @Test
    void mptcpEventsWithTheirTimesAndInterfaces() {
        start("2026-11-22T06:03:34.383Z");
        MptcpLines reader = new MptcpLines("client", INTERFACES, findings);
        TestingSamples.text("healthy-policy/client-monitor-ts.log").lines().forEach(reader::line);

        List<Event.Mptcp> events = mptcp();
        assertThat(events)
                .extracting(Event.Mptcp::event)
                .startsWith("CREATED", "ESTABLISHED", "ANNOUNCED", "SF_ESTABLISHED", "SF_ESTABLISHED");
        assertThat(events)
                .extracting(Event.Mptcp::networkInterface)
                .startsWith(
                        Optional.of("eth0"),
                        Optional.of("eth0"),
                        Optional.empty(),
                        Optional.of("eth0"),
                        Optional.of("wlan0"));
        assertThat(events.get(0).t()).isCloseTo(0.000364, within(1e-9));
        assertThat(events.get(4).details())
                .containsEntry("token", "a8333fe8")
                .containsEntry("locid", "2")
                .containsEntry("sport", "59369")
                .containsEntry("ifindex", "3");
        assertThat(findings.warnings()).isEmpty();
    }

    @Test
    void mappedAddressesUnknownNamesAndBareWordsAreKept() {
        start("2026-11-22T06:03:34Z");
        MptcpLines reader = new MptcpLines("server", Map.of("172.31.0.218", "eth0"), findings);
        String stamp = "[2026-11-22T06:03:34.250000] ";
        reader.line(stamp + "[UNKNOWN 15]");
        reader.line("[2026-11-22T06:03:33.000000] " + stamp
                + "[       CREATED] token=637aa28a remid=0 locid=0 saddr6=::ffff:172.31.0.218"
                + " daddr6=::ffff:172.31.0.133 sport=5201 dport=56330 server_side");
        reader.line(stamp + "[LISTENER_CREATED] saddr6=2001:db8::1 sport=5201");

        List<Event.Mptcp> events = mptcp();
        assertThat(events.get(0).event()).isEqualTo("UNKNOWN 15");
        assertThat(events.get(0).details()).isEmpty();
        assertThat(events.get(1).t()).isEqualTo(0.25);
        assertThat(events.get(1).networkInterface()).contains("eth0");
        assertThat(events.get(1).details())
                .containsEntry("saddr4", "172.31.0.218")
                .containsEntry("daddr4", "172.31.0.133")
                .containsEntry("server_side", "true")
                .doesNotContainKey("saddr6");
        assertThat(events.get(2).details()).containsEntry("saddr6", "2001:db8::1");
    }

    @Test
    void whatIsNotAnEventIsAWarning() {
        MptcpLines reader = new MptcpLines("client", INTERFACES, findings);
        reader.line("[       CREATED] token=1");
        reader.line("[2026-13-45T99:99:99.000000] [ CREATED] token=1");
        reader.line("can't subscribe to mptcp events: Operation not permitted");
        assertThat(findings.warnings())
                .containsExactly(
                        "mptcp.txt: not an event with its time: [       CREATED] token=1",
                        "mptcp.txt: not an event with its time: [2026-13-45T99:99:99.000000] [ CREATED] token=1",
                        "mptcp.txt: not an event with its time: can't subscribe to mptcp events:"
                                + " Operation not permitted");
    }

    @Test
    void linksByStampsAndFlagsAmongOtherObjects() {
        start("2026-11-22T06:52:43.833579Z");
        LinkLines reader = linkReader();
        TestingSamples.text("ip-monitor/admin-down-up.txt").lines().forEach(reader::line);

        List<Event.Link> wlan0 = links().stream()
                .filter(l -> l.networkInterface().equals("wlan0"))
                .toList();
        assertThat(wlan0).extracting(Event.Link::up).containsExactly(false, true, true, true, true);
        assertThat(wlan0).extracting(Event.Link::running).containsExactly(false, false, true, false, true);
        assertThat(wlan0.get(0).t()).isZero();
        assertThat(wlan0.get(1).t()).isCloseTo(1.008122, within(1e-9));
        assertThat(findings.warnings()).isEmpty();
    }

    @Test
    void oneLineFormWithTwoStamps() {
        start("2026-11-22T06:52:43Z");
        LinkLines reader = linkReader();
        reader.line("[2026-11-22T06:52:43.100000] [2026-11-22T06:52:43.200000] 3: d0@d1: <BROADCAST,MULTICAST> mtu 1500"
                + " state DOWN \\    link/ether 56:85:44:8f:57:79 brd ff:ff:ff:ff:ff:ff");
        reader.line("[2026-11-22T06:52:43.300000] Deleted 4: tun0: <POINTOPOINT,UP,LOWER_UP> mtu 1500");
        reader.line("nonsense");
        assertThat(findings.drain())
                .containsExactly(
                        new Event.Link(0.2, "client", "d0", false, false),
                        new Event.Link(0.3, "client", "tun0", false, false));
        assertThat(findings.warnings()).containsExactly("link.txt: a line without its time: nonsense");
    }

    private LinkLines linkReader() {
        return new LinkLines(
                "client", new FaultMatcher("client", Role.CLIENT, new Timeline(List.of()), findings), findings);
    }

    private void start(String instant) {
        Instant at = Instant.parse(instant);
        findings.startsAt(at.getEpochSecond() * 1_000_000_000L + at.getNano(), 0.001);
    }

    private List<Event.Mptcp> mptcp() {
        return findings.drain().stream().map(Event.Mptcp.class::cast).toList();
    }

    private List<Event.Link> links() {
        return findings.drain().stream().map(Event.Link.class::cast).toList();
    }
}
