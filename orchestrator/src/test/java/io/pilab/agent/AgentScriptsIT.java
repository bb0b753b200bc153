package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.rig.TestingRig;
import io.pilab.state.StateDifference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts for real, as root, each test in a network namespace of its own. */
@ResourceLock(TestingRig.HERE)
class AgentScriptsIT {
    private static final String RUN = "run-1";

    @TempDir
    Path work;

    private ScriptRunner host;
    private TestNamespace network;

    /** The blog's client, configured as NetworkManager and pilab would: metrics, a table and a rule an interface. */
    private void start(Shell shell) {
        network = new TestNamespace(new ScriptRunner(shell, work));
        host = new ScriptRunner(shell, work).through("ip", "netns", "exec", network.name());
        address("eth0", "172.31.0.133", 100, 101);
        address("wlan0", "172.31.0.173", 600, 102);
        network.ip("route add default via 172.31.0.1 dev wlan0 proto dhcp src 172.31.0.173 metric 600");
        network.ip("addr add 172.31.0.174/24 dev wlan0 noprefixroute");
        network.ip("addr add 10.3.3.3/24 dev wlan0 valid_lft 500 preferred_lft 400");
        network.ip("-6 addr add fd00::5/64 dev wlan0");
        network.ip("route add blackhole 10.9.0.0/16");
        network.run("tc qdisc replace dev wlan0 root tbf rate 200mbit burst 32k latency 50ms");
        host.run("mptcp.sh", "limits", "2", "4").answer();
        host.run("routing.sh", "arp", "1", "2").answer();
        await(
                "duplicate address detection is over",
                () -> network.ip("-6 addr show tentative").isEmpty());
    }

    private void address(String device, String address, int metric, int table) {
        String network24 = "172.31.0.0/24";
        network.ip("addr add " + address + "/24 dev " + device + " noprefixroute");
        network.ip("route add " + network24 + " dev " + device + " proto kernel scope link src " + address + " metric "
                + metric);
        host.run("routing.sh", "apply", device, address, network24, "" + table, "10" + table)
                .answer();
        host.run("mptcp.sh", "endpoint-add", address, device, "" + (table - 100), "subflow")
                .answer();
    }

    @AfterEach
    void nothingStays() {
        if (host != null) {
            host.run("deadman.sh", "disarm", RUN);
        }
        if (network != null) {
            network.close();
        }
    }

    private Map<String, Object> state() {
        return host.run("snapshot.sh", "show").answer();
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until %s", what).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private boolean isUp(String device) {
        return host.run("link.sh", "status", device).answer().get("up").equals(true);
    }

    /** A document without lifetimes and counts of references, its keys and the text of its lists sorted. */
    private static Object steady(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put(k.toString(), steady(v)));
            sorted.keySet().removeAll(List.of("valid_life_time", "preferred_life_time", "refcnt", "lat"));
            return sorted;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(e -> steady(e).toString()).sorted().collect(Collectors.joining("\n"));
        }
        return value;
    }

    private void disturbEverything() {
        host.run("link.sh", "down", "wlan0").answer();
        network.ip("addr del 172.31.0.133/24 dev eth0");
        network.ip("addr del 172.31.0.173/24 dev wlan0");
        network.ip("addr add 172.31.0.99/24 dev eth0");
        host.run("link.sh", "up", "wlan0").answer();
        network.ip("link set eth0 mtu 1400");
        network.ip("rule add from 1.2.3.4 lookup 77 pref 500");
        network.ip("rule del pref 10102");
        network.ip("-6 rule add from fd00::9 lookup 77 pref 501");
        network.ip("route del blackhole 10.9.0.0/16");
        network.ip("route add 192.0.2.0/24 dev eth0 table 101");
        host.run("mptcp.sh", "endpoint-delete", "1").answer();
        network.ip("mptcp endpoint change id 2 backup");
        network.ip("mptcp endpoint add 172.31.0.99 id 7 dev eth0 signal");
        host.run("mptcp.sh", "limits", "5", "1").answer();
        host.run("routing.sh", "arp", "0", "0").answer();
        network.run("sysctl -q -w net.mptcp.stale_loss_cnt=7 net.ipv4.tcp_congestion_control=reno");
        network.run("tc qdisc replace dev wlan0 root tbf rate 10mbit burst 32k latency 50ms");
        network.run("tc qdisc add dev eth0 root tbf rate 10mbit burst 32k latency 50ms");
    }

    @ParameterizedTest
    @EnumSource
    void everythingIsPutBackExactly(Shell shell) {
        start(shell);
        Map<String, Object> before = host.run("snapshot.sh", "capture", RUN).answer();
        assertThat(StateDifference.between(before, state())).isEmpty();
        disturbEverything();
        assertThat(StateDifference.between(before, state()))
                .contains(
                        "route 172.31.0.0/24 dev wlan0 table 102: missing",
                        "rule 10102 from 172.31.0.173 lookup 102: missing",
                        "rule 500 from 1.2.3.4 lookup 77: was not there before",
                        "endpoint id 1: missing",
                        "endpoint id 2: backup true, was none",
                        "limits: add_addr_accepted 1, was 4; subflows 5, was 2",
                        "sysctl net.mptcp.stale_loss_cnt: 7, was 4",
                        "link eth0: mtu 1400, was 1500",
                        "address fd00::5/64 dev wlan0: missing")
                .hasSizeGreaterThan(15);

        ScriptResult restored = host.run("restore.sh", "run", RUN);
        assertThat(restored.answer()).as(restored.stderr()).containsEntry("restored", true);
        Map<String, Object> after = state();
        assertThat(StateDifference.between(before, after)).isEmpty();
        assertThat(steady(after)).isEqualTo(steady(before));

        ScriptResult again = host.run("restore.sh", "run", RUN);
        assertThat(again.answer()).containsEntry("restored", true).containsEntry("changed", 0);
        assertThat(again.stderr()).isEmpty();
        assertThat(host.run("snapshot.sh", "list").objects().get(0)).containsEntry("restored", true);
        assertThat(host.run("restore.sh", "forget", RUN).answer()).containsEntry("changed", true);
        assertThat(host.run("snapshot.sh", "list").objects()).isEmpty();
    }

    /** What the blog's fault does to a host on which nothing else manages the network (D2 of our measurements). */
    @ParameterizedTest
    @EnumSource
    void routesLostByALinkDownComeBackWithTheirMetrics(Shell shell) {
        start(shell);
        withTheKernelsOwnRoute();
        Map<String, Object> before = host.run("snapshot.sh", "capture", RUN).answer();
        host.run("link.sh", "down", "wlan0").answer();
        host.run("link.sh", "up", "wlan0").answer();
        assertThat(StateDifference.between(before, state()))
                .contains(
                        "route 172.31.0.0/24 dev wlan0 table 102: missing",
                        "route 172.31.0.0/24 dev wlan0 metric 600: missing",
                        "route default via 172.31.0.1 dev wlan0 metric 600: missing",
                        "route 172.31.0.0/24 dev wlan0: was not there before");
        host.run("restore.sh", "run", RUN).answer();
        assertThat(StateDifference.between(before, state())).isEmpty();
    }

    /** An address without noprefixroute: the kernel adds a route without metric whenever the link comes up. */
    private void withTheKernelsOwnRoute() {
        network.ip("addr flush dev wlan0");
        network.ip("addr add 172.31.0.173/24 dev wlan0");
        network.ip("route del 172.31.0.0/24 dev wlan0");
        network.ip("route add 172.31.0.0/24 dev wlan0 proto kernel scope link src 172.31.0.173 metric 600");
        network.ip("route add default via 172.31.0.1 dev wlan0 proto dhcp src 172.31.0.173 metric 600");
        host.run("routing.sh", "apply", "wlan0", "172.31.0.173", "172.31.0.0/24", "102", "10102")
                .answer();
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoEqualRoutesTheFirstIsTheFirstAgain(Shell shell) {
        start(shell);
        network.ip("addr add 192.0.2.1/24 dev eth0");
        network.ip("addr add 192.0.2.2/24 dev wlan0");
        Map<String, Object> before = host.run("snapshot.sh", "capture", RUN).answer();
        host.run("link.sh", "down", "eth0").answer();
        host.run("link.sh", "up", "eth0").answer();
        assertThat(network.ip("route get 192.0.2.9")).contains("dev wlan0");
        host.run("restore.sh", "run", RUN).answer();
        assertThat(network.ip("route get 192.0.2.9")).contains("dev eth0");
        assertThat(StateDifference.between(before, state())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatWasCapturedIsTouched(Shell shell) {
        start(shell);
        network.ip("link set wlan0 down");
        Map<String, Object> before = host.run("snapshot.sh", "capture", RUN).answer();
        network.ip("link add new0 type veth peer name new0-far");
        network.ip("link set new0 up");
        network.ip("addr add 192.0.2.1/24 dev new0");
        network.ip("link set wlan0 up");
        host.run("restore.sh", "all").answer();
        assertThat(isUp("wlan0")).isFalse();
        assertThat(isUp("new0")).isTrue();
        assertThat(network.ip("-4 addr show dev new0")).contains("192.0.2.1/24");
        assertThat(StateDifference.between(before, state())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatCanNotBePutBackIsToldAndTheRestIs(Shell shell) {
        start(shell);
        host.run("snapshot.sh", "capture", RUN).answer();
        network.ip("link del wlan0");
        network.ip("mptcp limits set subflows 0");
        ScriptResult result = host.run("restore.sh", "run", RUN);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.objects().get(0)).containsEntry("restored", false);
        assertThat(result.stderr())
                .contains("restore.sh: not restored: links: missing: wlan0 up mtu 1500")
                .contains("restore.sh: not restored: routes4: missing: 172.31.0.0/24 dev wlan0 table 102");
        assertThat(network.ip("mptcp limits show")).contains("subflows 2");
    }

    @ParameterizedTest
    @EnumSource
    void theDeadManRestoresWhenItsParentWasKilled(Shell shell) {
        start(shell);
        Map<String, Object> before = host.run("snapshot.sh", "capture", RUN).answer();
        String arm = String.join(" ", host.words("deadman.sh", "arm", RUN, "1"));
        ScriptResult killed = host.command(List.of("sh", "-c", arm + "; kill -KILL $$"));
        assertThat(killed.exitCode()).isEqualTo(137);
        assertThat(killed.stdout()).contains("\"armed\":true");
        host.run("link.sh", "down", "wlan0").answer();
        await(
                "the dead-man fires",
                () -> host.run("deadman.sh", "status", RUN)
                        .answer()
                        .equals(Map.of("run", RUN, "armed", false, "fired", true)));
        assertThat(isUp("wlan0")).isTrue();
        assertThat(StateDifference.between(before, state())).isEmpty();
        ScriptResult mine = host.run("restore.sh", "run", RUN);
        assertThat(mine.answer()).containsEntry("changed", 0);
    }

    @ParameterizedTest
    @EnumSource
    void aDisarmedDeadManStaysQuiet(Shell shell) {
        start(shell);
        host.run("snapshot.sh", "capture", RUN).answer();
        Map<String, Object> armed = host.run("deadman.sh", "arm", RUN, "3").answer();
        host.run("link.sh", "down", "wlan0").answer();
        host.run("deadman.sh", "disarm", RUN).answer();
        long until = System.nanoTime()
                + Duration.ofSeconds(((Number) armed.get("expires_in")).longValue() + 1)
                        .toNanos();
        await("its time is over", () -> System.nanoTime() > until);
        assertThat(isUp("wlan0")).isFalse();
        assertThat(host.run("deadman.sh", "status", RUN).answer())
                .isEqualTo(Map.of("run", RUN, "armed", false, "fired", false));
    }

    @ParameterizedTest
    @EnumSource
    void theHostIsDescribed(Shell shell) {
        start(shell);
        assertThat(host.run("facts.sh", "collect", "172.31.0.218", "172.31.0.173")
                        .answer())
                .containsEntry("ssh_interface", "wlan0")
                .containsEntry("ssh_address_interface", "wlan0")
                .containsEntry("mptcp_enabled", 1)
                .containsEntry("missing_tools", List.of());
        assertThat(host.run("routing.sh", "status").answer()).containsEntry("arp", Map.of("ignore", 1, "announce", 2));
        assertThat(host.run("mptcp.sh", "status").answer())
                .containsEntry("limits", Map.of("subflows", 2, "add_addr_accepted", 4));
    }
}
