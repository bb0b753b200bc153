package io.pilab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.TestingLabs;
import io.pilab.config.InvalidFileException;
import io.pilab.lab.Lab;
import io.pilab.lab.Role;
import io.pilab.plan.Planner;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line of a timeline becomes on the host. */
class FaultTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "link-down, interface: wlan0|link.sh down wlan0|link.sh up wlan0",
                "'link-flap, interface: wlan0, down: 1s, up: 1s, count: 2'|link.sh down wlan0|link.sh up wlan0",
                "blackhole, interface: wlan0|drop.sh on 10000 interface wlan0|drop.sh off interface wlan0",
                "blackhole, peer: wlan0|drop.sh on 10000 peer 172.31.0.237|drop.sh off peer 172.31.0.237",
                "'blackhole, interface: wlan0, peer: eth0'|drop.sh on 10000 pair 172.31.0.173 172.31.0.218"
                        + "|drop.sh off pair 172.31.0.173 172.31.0.218",
                "'packet-loss, share: 0.5%, interface: wlan0'|drop.sh on 50 interface wlan0|drop.sh off interface wlan0",
                "'rate-limit, interface: wlan0, rate: 5mbit'|qdisc.sh limit wlan0 5000000|qdisc.sh heal wlan0",
                "'impair, interface: wlan0, delay: 20ms'|impair.sh inject wlan0 delay 20ms|impair.sh heal wlan0",
                "address-remove, interface: wlan0|address.sh remove wlan0 172.31.0.173|address.sh heal wlan0",
                "endpoint-remove, interface: wlan0|endpoint.sh remove 172.31.0.173|endpoint.sh heal 172.31.0.173",
                "endpoint-add, interface: wlan0|endpoint.sh add 172.31.0.173 wlan0 subflow|endpoint.sh heal 172.31.0.173",
                "'endpoint-add, interface: wlan0, backup: true'|endpoint.sh add 172.31.0.173 wlan0 subflow,backup"
                        + "|endpoint.sh heal 172.31.0.173",
                "endpoint-backup, interface: wlan0|endpoint.sh backup 172.31.0.173|endpoint.sh heal 172.31.0.173",
                "'limits, subflows: 0, add_addr_accepted: 8'|setting.sh limits 0 8|setting.sh heal limits",
                "'sysctl, key: net.mptcp.stale_loss_cnt, value: 1'|setting.sh sysctl net.mptcp.stale_loss_cnt 1"
                        + "|setting.sh heal net.mptcp.stale_loss_cnt",
                "process-kill|traffic.sh kill|traffic.sh resume",
                "process-pause|traffic.sh pause|traffic.sh resume",
                "carrier-loss, interface: wlan0|command.sh run 145170145143040057165163162057154157143141154057163142151156057162151147055163167151164143150040157146146040167154141156060"
                        + " 145170145143040057165163162057154157143141154057163142151156057162151147055163167151164143150040157156040167154141156060 wlan0"
                        + "|command.sh undo 145170145143040057165163162057154157143141154057163142151156057162151147055163167151164143150040157156040167154141156060",
                "wifi-disassociate, interface: wlan0|command.sh run 163150040042044120111114101102137101107105116124057167151146151056163150042040154145141166145040167154141156060"
                        + " 163150040042044120111114101102137101107105116124057167151146151056163150042040152157151156040167154141156060 wlan0"
                        + "|command.sh undo 163150040042044120111114101102137101107105116124057167151146151056163150042040152157151156040167154141156060",
                "reboot|reboot.sh now|reboot.sh back",
                "'command, run: \"a ü\", undo: b'|command.sh run 141040303274 142|command.sh undo 142",
            })
    void itsCommands(String entry, String inject, String heal) {
        Fault fault = faults(entry).get(0).fault();

        assertThat(fault.inject(TestingLabs.site())).hasToString(inject);
        assertThat(fault.heal(TestingLabs.site())).hasToString(heal);
        assertThat(entry).startsWith(fault.kind());
    }

    @Test
    void everyOneOfThemIsInThatTable() throws NoSuchMethodException {
        List<String> entries = List.of(FaultTest.class
                .getDeclaredMethod("itsCommands", String.class, String.class, String.class)
                .getAnnotation(CsvSource.class)
                .value());

        assertThat(Fault.class.getPermittedSubclasses())
                .allSatisfy(type -> assertThat(entries)
                        .anyMatch(line -> line.replace("'", "").matches(kebab(type.getSimpleName()) + "[,|].*")));
    }

    @Test
    void aFlapGoesDownAndComesBack() {
        List<TimedFault> times = faults("link-flap, interface: wlan0, down: 500ms, up: 1500ms, count: 3");

        assertThat(times).extracting(TimedFault::at).containsExactly(seconds(3), seconds(5), seconds(7));
        assertThat(times).extracting(t -> t.holdFor().orElseThrow()).containsOnly(Duration.ofMillis(500));
    }

    @Test
    void anyFaultCanComeAgain() {
        Scenario scenario = scenario("endpoint-backup, interface: wlan0, for: 1s, every: 2s, count: 2");
        Lab lab = TestingLabs.blogDemo();

        assertThat(Planner.plan(lab, lab.pairs().get(0), scenario)
                        .trials()
                        .get(0)
                        .client()
                        .specification("/usr/bin/iperf3", Optional.empty()))
                .contains(
                        "fault 3000 0 inject endpoint.sh backup 172.31.0.173",
                        "fault 4000 0 heal endpoint.sh heal 172.31.0.173",
                        "fault 5000 1 inject endpoint.sh backup 172.31.0.173",
                        "fault 6000 1 heal endpoint.sh heal 172.31.0.173");
    }

    @Test
    void onlyWhatStopsAnInterfaceCutsIt() {
        assertThat(faults("link-down, interface: wlan0").get(0).fault().cuts()).containsExactly("wlan0");
        assertThat(faults("blackhole, interface: wlan0").get(0).fault().cuts()).containsExactly("wlan0");
        assertThat(faults("blackhole, interface: wlan0, peer: eth0")
                        .get(0)
                        .fault()
                        .cuts())
                .isEmpty();
        assertThat(faults("endpoint-remove, interface: wlan0").get(0).fault().cuts())
                .isEmpty();
    }

    @Test
    void aPeerThatIsCutOffIsAnInterfaceOfTheOtherHost() {
        assertThat(scenario("blackhole, peer: wlan0")
                        .treatments()
                        .get(0)
                        .timeline()
                        .interfaces(Role.SERVER))
                .containsExactly("wlan0");
        assertThat(scenario("blackhole, peer: wlan0")
                        .treatments()
                        .get(0)
                        .timeline()
                        .interfaces(Role.CLIENT))
                .isEmpty();
        assertThat(scenario("blackhole, interface: wlan0, peer: eth0")
                        .treatments()
                        .get(0)
                        .timeline()
                        .interfaces(Role.SERVER))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blackhole|needs an `interface`, a `peer` (the other host's interface), or both",
                "'packet-loss, share: 0.001%, interface: wlan0'|packet-loss takes a share from 0.01% to 100%",
                "'rate-limit, interface: wlan0, rate: 999bit'|rate-limit takes a rate from 1kbit to 9999mbit",
                "'limits, subflows: 9, add_addr_accepted: 1'|limits go from 0 to 8: the kernel takes no more",
                "'sysctl, key: net.ipv4.ip_forward, value: 1'|key: expects net.mptcp.stale_loss_cnt",
                "'sysctl, key: net.ipv4.tcp_retries2, value: 1000001'|sysctl takes values from 0 to 1000000",
                "'link-flap, interface: wlan0, down: 1s, up: 1s, count: 0'|a fault comes 1 to 100 times, not 0",
                "'link-flap, interface: wlan0, down: 1s, up: 1s, count: 9'|the traffic is over at 10s",
                "'link-flap, interface: wlan0, down: 1s, up: 1s, count: 1, for: 1s'|heals by itself; remove `for`",
                "'link-down, interface: wlan0, every: 1s, count: 2'|`every` needs a `for`",
                "'link-down, interface: wlan0, for: 1s, every: 2s'|missing key 'count'",
                "'link-down, interface: wlan0, for: 1s, count: 2'|unknown key 'count'",
                "'link-down, interface: wlan0, for: 1s, every: 1s, count: 2'|lengthen `every`",
                "'command, run: \"\", undo: b'|a command is one line of 1 to 1000 characters",
                "'command, run: \"a\\nb\", undo: b'|a command is one line of 1 to 1000 characters",
                "'link-down, interface: wlan0, allow: all'|allow: expects lock-out",
                "'command, run: reboot'|missing key 'undo'",
            })
    void aSenselessOneIsRefusedWithItsPlace(String entry, String text) {
        assertThatThrownBy(() -> scenario(entry))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("scenario.yaml:5:")
                .hasMessageContaining(text);
    }

    private static List<TimedFault> faults(String entry) {
        return scenario(entry).treatments().get(0).timeline().faults();
    }

    private static Scenario scenario(String entry) {
        return TestingLabs.scenario("[mptcp]", "", "{ at: 3s, on: client, fault: " + entry + " }");
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }
}
