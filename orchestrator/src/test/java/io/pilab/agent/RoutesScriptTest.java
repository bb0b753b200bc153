package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which commands bring wlan0's routes back, for what was saved and what is there; the kernel has its say in the IT. */
class RoutesScriptTest {
    private static final String NETWORK = "172.31.0.0/24 dev wlan0 proto kernel scope link src 172.31.0.173";
    private static final String ETH0 = "172.31.0.0/24 dev eth0 proto kernel scope link src 172.31.0.133";

    @TempDir
    Path work;

    private ScriptRunner host;

    /** The routes that ip answers with; those of the second step once a route was changed. */
    private void host(Shell shell, String saved4, String saved6, String now4, String now6, String then4) {
        host = new ScriptRunner(shell, work)
                .environment("PILAB_PROC", work.resolve("proc").toString())
                .environment("PILAB_SAVED", work.resolve("saved").toString())
                .stub("ip", """
                        case "$*" in
                          '-o -4 addr show') cat 'WORK/addresses' ;;
                          '-o -4 route show table all') cat 'WORK/now4' ;;
                          '-o -6 route show table all') cat 'WORK/now6' ;;
                          '-4 route '*) cp 'WORK/then4' 'WORK/now4' ;;
                          '-6 route '*) cp 'WORK/saved/routes6' 'WORK/now6' ;;
                        esac""".replace("WORK", work.toString()));
        host.file("proc/net/if_inet6", "");
        host.file("addresses", address("3: wlan0", "172.31.0.173") + address("2: eth0", "172.31.0.133"));
        host.file("saved/addresses4", "172.31.0.173/24 brd 172.31.0.255 scope global label wlan0 dev wlan0 # x\n");
        host.file("saved/routes4", saved4);
        host.file("saved/routes6", saved6);
        host.file("now4", now4);
        host.file("now6", now6);
        host.file("then4", then4);
    }

    private static String address(String device, String address) {
        String name = device.split(" ")[1];
        return device + "    inet " + address + "/24 brd 172.31.0.255 scope global " + name
                + "\\       valid_lft forever preferred_lft forever\n";
    }

    private ScriptResult up() {
        return host.run("link.sh", "up", "wlan0");
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    @ParameterizedTest
    @EnumSource
    void lostRoutesComeBackAndTheKernelsOwnGoes(Shell shell) {
        String saved = lines(
                "default via 172.31.0.1 dev wlan0 table 102",
                "172.31.0.0/24 dev wlan0 table 102 scope link src 172.31.0.173",
                "172.31.0.0/24 dev eth0 table 101 scope link src 172.31.0.133",
                "default via 172.31.0.1 dev eth0 proto static metric 100",
                ETH0 + " metric 100",
                NETWORK + " metric 600");
        String now = lines(
                "172.31.0.0/24 dev eth0 table 101 scope link src 172.31.0.133",
                "default via 172.31.0.1 dev eth0 proto static metric 100",
                NETWORK + " linkdown",
                ETH0 + " metric 100");
        host(shell, saved, "", now, "", saved);
        ScriptResult result = up();
        assertThat(result.answer()).containsEntry("up", true).containsEntry("changed", true);
        assertThat(result.changes())
                .containsExactly(
                        "ip link set dev wlan0 up",
                        "ip -4 route append 172.31.0.0/24 dev wlan0 table 102 scope link src 172.31.0.173",
                        "ip -4 route append " + NETWORK + " metric 600",
                        "ip -4 route append default via 172.31.0.1 dev wlan0 table 102",
                        "ip -4 route del " + NETWORK);
    }

    @ParameterizedTest
    @EnumSource
    void routesOfIpv6ComeBackWithWhatWasLeftOfTheirTime(Shell shell) {
        String saved6 = lines(
                "fd00::/64 dev wlan0 proto ra metric 600 pref medium",
                "default via fe80::1 dev wlan0 proto ra metric 600 pref medium # expires 1700",
                "fe80::/64 dev eth0 proto kernel metric 256 pref medium");
        host(shell, "", saved6, "", "fe80::/64 dev wlan0 proto kernel metric 256 pref medium\n", "");
        assertThat(up().changes())
                .containsExactly(
                        "ip link set dev wlan0 up",
                        "ip -6 route append fd00::/64 dev wlan0 proto ra metric 600 pref medium",
                        "ip -6 route append default via fe80::1 dev wlan0 proto ra metric 600 pref medium expires 1700",
                        "ip -6 route del fe80::/64 dev wlan0 proto kernel metric 256 pref medium");
    }

    @ParameterizedTest
    @EnumSource
    void theFirstOfEqualRoutesIsTheFirstAgain(Shell shell) {
        host(shell, lines(NETWORK, ETH0), "", lines(ETH0, NETWORK), "", lines(NETWORK, ETH0));
        assertThat(up().changes())
                .containsExactly(
                        "ip link set dev wlan0 up", "ip -4 route del " + NETWORK, "ip -4 route prepend " + NETWORK);
        host(shell, lines(NETWORK, ETH0), "", lines(ETH0), "", lines(NETWORK, ETH0));
        assertThat(up().changes()).containsExactly("ip link set dev wlan0 up", "ip -4 route prepend " + NETWORK);
        host(shell, lines(ETH0, NETWORK), "", lines(ETH0), "", lines(ETH0, NETWORK));
        assertThat(up().changes()).containsExactly("ip link set dev wlan0 up", "ip -4 route append " + NETWORK);
    }

    @ParameterizedTest
    @EnumSource
    void whatLiesOnOtherInterfacesIsNotTouched(Shell shell) {
        String both =
                "default proto static metric 50 nexthop via 172.31.0.1 dev wlan0 weight 1 nexthop via 10.0.0.1 dev eth0";
        host(shell, lines(ETH0, both, "blackhole 10.9.0.0/16"), "", lines("10.8.0.0/16 dev eth0 scope link"), "", "");
        ScriptResult result = up();
        assertThat(result.answer()).containsEntry("up", true);
        assertThat(result.changes()).containsExactly("ip link set dev wlan0 up");
    }

    @ParameterizedTest
    @EnumSource
    void aRouteThatDoesNotComeBackIsAFailure(Shell shell) {
        host(shell, lines(NETWORK + " metric 600"), "", "", "", "");
        ScriptResult result = up();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .endsWith("link.sh: wlan0 is up, but its routes are not as " + work + "/saved has them\n");
        String twice = "ip -4 route append " + NETWORK + " metric 600";
        assertThat(result.changes()).containsExactly("ip link set dev wlan0 up", twice, twice);
    }

    @ParameterizedTest
    @EnumSource
    void routesThatWereNotSavedOrCanNotBeReadAreAFailureWithTheLinkUp(Shell shell) {
        host(shell, "", "", "", "", "");
        host.environment("PILAB_SAVED", work + "/nowhere");
        ScriptResult missing = up();
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.changes()).containsExactly("ip link set dev wlan0 up");
        host.environment("PILAB_SAVED", work + "/saved")
                .stub("ip", "case \"$*\" in *show*) echo 'Cannot send dump request' >&2; exit 1 ;; esac");
        ScriptResult unreadable = up();
        assertThat(unreadable.exitCode()).isEqualTo(1);
        assertThat(unreadable.changes()).containsExactly("ip link set dev wlan0 up");
        assertThat(unreadable.stderr()).contains("Cannot send dump request", "wlan0 is up, but its routes are not");
    }

    /** NetworkManager takes the addresses away six seconds after a link went down. */
    @ParameterizedTest
    @EnumSource
    void routesOfAnAddressThatIsGoneAreLeftToWhoTookIt(Shell shell) {
        host(shell, lines(NETWORK + " metric 600"), "", "", "", "");
        host.file("addresses", address("2: eth0", "172.31.0.133") + address("4: wlan0", "169.254.7.7"));
        ScriptResult result = up();
        assertThat(result.answer()).containsEntry("up", true);
        assertThat(result.changes()).containsExactly("ip link set dev wlan0 up");
        assertThat(result.stderr())
                .endsWith(
                        "link.sh: wlan0 has lost 172.31.0.173/24 meanwhile: who took it (NetworkManager?) has to bring it"
                                + " and the routes back\n");
    }

    @ParameterizedTest
    @EnumSource
    void downIsOneCommandWhateverWasSaved(Shell shell) {
        host(shell, lines(NETWORK), "", "", "", "");
        host.run("link.sh", "down", "wlan0").answer();
        assertThat(host.calls()).isEqualTo(List.of("ip link set dev wlan0 down"));
    }
}
