package io.pilab.testing;

import io.pilab.expectation.Expectation;
import io.pilab.fault.LinkDown;
import io.pilab.lab.Arm;
import io.pilab.lab.Host;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Lab;
import io.pilab.lab.MptcpEndpoint;
import io.pilab.lab.MptcpLimits;
import io.pilab.lab.MptcpSettings;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Pair;
import io.pilab.lab.RigSettings;
import io.pilab.lab.Role;
import io.pilab.lab.SshTarget;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Order;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.scenario.Treatment;
import io.pilab.traffic.Iperf3;
import io.pilab.traffic.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The blog's rig and scenario as values. */
public final class TestingLab {
    public static final Host CLIENT = host("client", Role.CLIENT, "172.31.0.133", "172.31.0.173");
    public static final Host SERVER = host("server", Role.SERVER, "172.31.0.218", "172.31.0.237");

    public static final TrialRecord.Path OVER_ETH0 =
            new TrialRecord.Path("client", "eth0", "172.31.0.133", "server", "eth0", "172.31.0.218");
    public static final TrialRecord.Path OVER_WLAN0 =
            new TrialRecord.Path("client", "wlan0", "172.31.0.173", "server", "eth0", "172.31.0.218");

    private TestingLab() {}

    public static Lab lab() {
        return new Lab(
                "blog-demo",
                new Iperf3Install("3.21", Iperf3Install.InstallSource.AUTO, Optional.empty()),
                new MptcpSettings(new MptcpLimits(2, 4), true),
                List.of(CLIENT, SERVER),
                List.of(new Pair(CLIENT, SERVER)),
                new RigSettings(Map.of("eth0", 200_000_000L), Optional.empty(), "cubic"));
    }

    /** Ten seconds of traffic, the client's wlan0 down at 3 s. */
    public static Scenario scenario(List<Arm> arms, Expectation... expectations) {
        return scenario(arms, new Timeline(List.of(linkDown(3, Optional.empty()))), expectations);
    }

    public static Scenario scenario(List<Arm> arms, Timeline timeline, Expectation... expectations) {
        Iperf3 traffic = new Iperf3(Duration.ofSeconds(10), Duration.ofSeconds(1), Optional.of("eth0"));
        return TestingLab.scenario("wlan0-down", traffic, arms, 1, timeline, List.of(expectations));
    }

    public static TimedFault linkDown(int atSeconds, Optional<Duration> holdFor) {
        return new TimedFault(Duration.ofSeconds(atSeconds), Role.CLIENT, new LinkDown("wlan0"), holdFor, false);
    }

    private static Host host(String name, Role role, String eth0, String wlan0) {
        SshTarget ssh = new SshTarget(eth0, 22, "pi", Optional.of(Path.of("id_ed25519")), Optional.empty());
        Set<MptcpEndpoint.Flag> flags =
                Set.of(role == Role.CLIENT ? MptcpEndpoint.Flag.SUBFLOW : MptcpEndpoint.Flag.SIGNAL);
        return new Host(
                name,
                role,
                ssh,
                List.of(
                        new NetworkInterface("eth0", new InterfaceAddress(eth0, 24), 1, flags),
                        new NetworkInterface("wlan0", new InterfaceAddress(wlan0, 24), 2, flags)));
    }

    /** A scenario whose arms all do the same, in the order of the file. */
    public static Scenario scenario(
            String name,
            Traffic traffic,
            List<Arm> arms,
            int repeat,
            Timeline timeline,
            List<Expectation> expectations) {
        List<Treatment> treatments =
                arms.stream().map(arm -> Treatment.of(arm, traffic, timeline)).toList();
        return new Scenario(name, treatments, repeat, Order.USUAL, expectations, Optional.empty());
    }
}
