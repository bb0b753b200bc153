package io.pilab.testing;

import io.pilab.expectation.Recovers;
import io.pilab.expectation.Survives;
import io.pilab.lab.Arm;
import io.pilab.metrics.Recovery;
import io.pilab.record.Event;
import io.pilab.record.HostFacts;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A whole run of the blog's demo with round numbers and dummy versions. */
public final class TestingRun {
    public static final String NAME = "20261122T191500Z-wlan0-down-a1b2";

    private TestingRun() {}

    public static RunRecord head() {
        return new RunRecord(
                RunRecord.FORMAT,
                NAME,
                "wlan0-down",
                "blog-demo",
                "0.0.0",
                "0000000",
                List.of("run", "scenarios/wlan0-down.yaml"),
                "2026-11-22T19:15:00Z",
                Map.of("client", facts("client"), "server", facts("server")),
                Map.of("client", 0.0, "server", 0.0),
                List.of());
    }

    public static Scenario scenario() {
        return TestingLab.scenario(
                List.of(Arm.MPTCP, Arm.TCP),
                new Survives(true, Optional.of("mptcp"), Optional.empty()),
                new Survives(false, Optional.of("tcp"), Optional.empty()),
                new Recovers(
                        90, Recovery.Reference.SETTLED, Duration.ofSeconds(2), Optional.of("mptcp"), Optional.empty()));
    }

    public static List<TrialRecord> trials() {
        TrialRecord mptcp = TestingTrial.failover()
                .event(new Event.Traffic(
                        10,
                        "client",
                        Event.Traffic.TrafficState.END,
                        OptionalInt.empty(),
                        Optional.of("congestion control cubic")))
                .event(new Event.Restore(
                        13.2, "client", true, List.of(), List.of("rule 5270 from all lookup 52: was not there before")))
                .event(new Event.Restore(13.2, "server", true, List.of(), List.of()))
                .record();
        TrialRecord tcp = TestingTrial.dead()
                .event(new Event.Traffic(
                        20, "client", Event.Traffic.TrafficState.WATCHDOG, OptionalInt.empty(), Optional.empty()))
                .event(new Event.Restore(
                        23.1,
                        "client",
                        false,
                        List.of("route 172.31.0.0/24 dev wlan0 table 102 is missing"),
                        List.of()))
                .record();
        return List.of(
                mptcp,
                new TrialRecord(
                        2, tcp.arm(), tcp.path(), tcp.events(), tcp.mptcpCounters(), tcp.serverZero(), tcp.problem()));
    }

    /** What a host in good health is. */
    public static HostFacts facts(String host) {
        return new HostFacts(
                host,
                "Debian GNU/Linux 13",
                "6.12.0",
                "arm64",
                Optional.of(1),
                "6.15.0",
                "cubic",
                Map.of(),
                Optional.of("eth0"),
                List.of(new HostFacts.Iperf3Binary("/opt/iperf3-3.21/bin/iperf3", "3.21", true)),
                List.of(),
                100_000,
                List.of(),
                "debian-13",
                "glibc 2.41");
    }
}
