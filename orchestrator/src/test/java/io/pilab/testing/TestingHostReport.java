package io.pilab.testing;

import io.pilab.doctor.CheckContext;
import io.pilab.doctor.Diagnosis;
import io.pilab.doctor.HostCheck;
import io.pilab.doctor.HostReport;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.doctor.Status;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Lab;
import io.pilab.lab.MptcpLimits;
import io.pilab.lab.MptcpSettings;
import io.pilab.record.HostAbilities;
import io.pilab.record.HostCondition;
import io.pilab.record.HostCondition.InterfaceCondition;
import io.pilab.record.HostFacts;
import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.record.HostNetwork;
import io.pilab.record.HostProof;
import io.pilab.record.HostUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client in good health says; a test spoils what it wants to have found. */
public final class TestingHostReport {
    public Lab lab = TestingLab.lab();
    public ScenarioRequirements needs = ScenarioRequirements.any();
    public Optional<Integer> mptcp = Optional.of(1);
    public final Map<String, List<String>> addresses =
            new HashMap<>(Map.of("eth0", List.of("172.31.0.133/24"), "wlan0", List.of("172.31.0.173/24")));
    public List<Iperf3Binary> iperf3 = List.of(new Iperf3Binary("/opt/iperf3-3.21/bin/iperf3", "3.21", true));
    public List<String> missingTools = List.of();
    public long freeRun = 100_000;
    public List<String> portUsers = List.of();
    public final Map<String, Optional<String>> abilities = new HashMap<>();
    public Optional<Boolean> mptcpIpv6 = Optional.of(false);
    public boolean networkManager;
    public boolean mptcpd;
    public final Map<String, String> settings = new HashMap<>(Map.of(
            "path_manager",
            "kernel",
            "pm_type",
            "0",
            "allow_join_initial_addr_port",
            "1",
            "blackhole_timeout",
            "3600"));
    public Optional<Long> blackholes = Optional.of(0L);
    public Optional<String> defaultFlags = Optional.empty();
    public Optional<Boolean> synchronised = Optional.of(true);
    public Map<String, Long> free = Map.of("/opt", 2_000_000L, "/var", 2_000_000L);
    public Optional<String> throttled = Optional.of("0x0");
    public List<HostCondition.Radio> blocked = List.of();
    public final List<InterfaceCondition> links = new ArrayList<>(
            List.of(link("eth0", "up", false, Optional.empty()), link("wlan0", "up", true, Optional.of("off"))));
    public Map<String, Integer> rpFilter = Map.of("all", 0, "eth0", 0, "wlan0", 2);
    public int arpIgnore;
    public int arpAnnounce;
    public List<String> foreign = List.of();
    public List<String> lostEndpoints = List.of();
    public Map<String, String> notRestorable = Map.of();
    public List<HostUsage.Captured> captured = List.of();
    public Optional<HostUsage.Lock> lock = Optional.of(new HostUsage.Lock(false, "", "", "", 0));
    public Optional<Double> clockOffset = Optional.of(0.0123);

    public TestingHostReport() {
        List.of("endpoint", "limits", "monitor", "sockets", "sources", "netem", "tbf", "nft")
                .forEach(a -> abilities.put(a, Optional.empty()));
    }

    public static InterfaceCondition link(String name, String state, boolean wireless, Optional<String> powerSave) {
        return new InterfaceCondition(
                name,
                Optional.of(state),
                wireless ? Optional.empty() : Optional.of(1000),
                wireless,
                wireless ? Optional.of("65.0 MBit/s") : Optional.empty(),
                powerSave,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** eth0 as NetworkManager has it. */
    public void managed(String state, String connection, String flags) {
        networkManager = true;
        InterfaceCondition old = links.remove(0);
        links.add(
                0,
                new InterfaceCondition(
                        old.name(),
                        old.state(),
                        old.megabits(),
                        old.wireless(),
                        old.bitrate(),
                        old.powerSave(),
                        Optional.of(state).filter(s -> !s.isEmpty()),
                        Optional.of(connection).filter(s -> !s.isEmpty()),
                        Optional.of(flags).filter(s -> !s.isEmpty())));
    }

    /** What the doctor finds that is not as it should be; the known weaknesses of iperf3 apart. */
    public List<String> found() {
        return Diagnosis.of(subject()).stream()
                .filter(f -> f.status().compareTo(Status.OK) > 0 && f.check() != HostCheck.IPERF3_SECURITY)
                .map(f -> f.status().label() + " " + f.check().label() + ": " + f.text())
                .toList();
    }

    /** The good lab with another version of iperf3, with or without source routing. */
    public static Lab lab(String version, boolean perSource) {
        return lab(version, Iperf3Install.InstallSource.AUTO, perSource);
    }

    public static Lab lab(String version, Iperf3Install.InstallSource source) {
        return lab(version, source, true);
    }

    private static Lab lab(String version, Iperf3Install.InstallSource source, boolean perSource) {
        Lab good = TestingLab.lab();
        return new Lab(
                good.name(),
                new Iperf3Install(version, source, Optional.empty()),
                new MptcpSettings(new MptcpLimits(2, 4), perSource),
                good.hosts(),
                good.pairs(),
                good.rig());
    }

    public CheckContext subject() {
        return subject(evidence());
    }

    /** Of a client whose scripts answered nothing but the facts. */
    public CheckContext silent() {
        return subject(new HostReport(
                facts(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("condition.sh collect exited 1: it hurts")));
    }

    /** The same of the server. */
    public CheckContext server() {
        return new CheckContext(lab, lab.host("server").orElseThrow(), needs, evidence());
    }

    private CheckContext subject(HostReport evidence) {
        return new CheckContext(lab, lab.host("client").orElseThrow(), needs, evidence);
    }

    private HostReport evidence() {
        return new HostReport(
                facts(),
                Optional.of(new HostAbilities(abilities)),
                Optional.of(new HostCondition(
                        mptcpIpv6,
                        networkManager,
                        mptcpd,
                        settings,
                        blackholes,
                        defaultFlags,
                        synchronised,
                        free,
                        throttled,
                        blocked,
                        links)),
                Optional.of(new HostNetwork(rpFilter, arpIgnore, arpAnnounce, foreign, lostEndpoints)),
                Optional.of(new HostProof(notRestorable)),
                Optional.of(new HostUsage(captured, lock)),
                clockOffset,
                List.of());
    }

    private HostFacts facts() {
        return new HostFacts(
                "client",
                "Debian",
                "6.1.0",
                "arm64",
                mptcp,
                "6.1.0",
                "cubic",
                addresses,
                Optional.of("eth0"),
                iperf3,
                missingTools,
                freeRun,
                portUsers,
                "debian-12",
                "glibc 2.36");
    }
}
