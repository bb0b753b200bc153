package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With a tc(8) that has netem and remembers; the kernel that tests run on may have none. */
class ImpairScriptTest {
    private static final String TC = """
            cd "${0%/*}"
            case "$*" in
              'qdisc show dev wlan0 root') cat qdisc ;;
              'qdisc del dev wlan0 root handle 7069:') echo 'qdisc noqueue 0: root refcnt 2 ' >qdisc ;;
              'qdisc add dev wlan0 root handle 7069: netem '*)
                grep -q ' 0: root' qdisc || { echo 'Error: Exclusivity flag on, cannot modify.' >&2; exit 2; }
                echo "qdisc netem 7069: root refcnt 2 ${*#*netem }" >qdisc ;;
              'qdisc replace dev wlan0 root handle 7069: netem '*)
                echo "qdisc netem 7069: root refcnt 2 ${*#*netem }" >qdisc ;;
              *) echo "what is $*?" >&2; exit 1 ;;
            esac""";

    private static final String ALL = "limit 100000 delay 20ms 5ms loss 0.5% duplicate 1% reorder 25%";

    @TempDir
    Path work;

    private ScriptRunner host(Shell shell, String qdisc) {
        ScriptRunner host = new ScriptRunner(shell, work).stub("tc", TC);
        host.file("stubs/qdisc", qdisc + "\n");
        return host;
    }

    private ScriptRunner host(Shell shell) {
        return host(shell, "qdisc noqueue 0: root refcnt 2 ");
    }

    private static ScriptResult all(ScriptRunner host) {
        String words = "inject wlan0 delay 20ms jitter 5ms loss 0.5 reorder 25 duplicate 1";
        return host.run("impair.sh", words.split(" "));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsInjectedIsHealedAndTwiceEqualsOnce(Shell shell) {
        ScriptRunner host = host(shell);
        ScriptResult first = all(host);
        assertThat(first.answer()).isEqualTo(Map.of("interface", "wlan0", "impaired", true, "changed", true));
        assertThat(first.changes()).containsExactly("tc qdisc add dev wlan0 root handle 7069: netem " + ALL);
        assertThat(host.calls()).as("nothing is looked at first").hasSize(1);

        assertThat(all(host).answer()).containsEntry("changed", false);
        assertThat(host.run("impair.sh", "status", "wlan0").answer())
                .isEqualTo(Map.of("interface", "wlan0", "impaired", true));

        ScriptResult heal = host.run("impair.sh", "heal", "wlan0");
        assertThat(heal.answer()).isEqualTo(Map.of("interface", "wlan0", "impaired", false, "changed", true));
        assertThat(heal.changes()).containsExactly("tc qdisc del dev wlan0 root handle 7069:");
        assertThat(host.run("impair.sh", "heal", "wlan0").answer()).containsEntry("changed", false);
        assertThat(host.run("impair.sh", "status", "wlan0").answer()).containsEntry("impaired", false);
    }

    @ParameterizedTest
    @EnumSource
    void anotherImpairmentTakesThePlaceOfTheFirst(Shell shell) {
        ScriptRunner host = host(shell);
        all(host);

        ScriptResult second = host.run("impair.sh", "inject", "wlan0", "loss", "100");

        assertThat(second.answer()).containsEntry("changed", true);
        assertThat(second.changes())
                .endsWith("tc qdisc replace dev wlan0 root handle 7069: netem limit 100000 loss 100%");
    }

    @ParameterizedTest
    @EnumSource
    void aQdiscOfSomebodyElseIsLeftAlone(Shell shell) {
        ScriptRunner host = host(shell, "qdisc tbf 1: root refcnt 2 rate 200Mbit burst 32Kb lat 50ms ");

        ScriptResult result = all(host);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("wlan0 has a qdisc already, which netem would replace: qdisc tbf 1: root");

        assertThat(host.run("impair.sh", "heal", "wlan0").answer()).containsEntry("changed", false);
        assertThat(host.calls()).noneMatch(c -> c.contains("qdisc del") || c.contains("qdisc replace"));
    }

    @ParameterizedTest
    @EnumSource
    void aKernelWithoutNetemIsNotSupported(Shell shell) {
        ScriptRunner host = host(shell).stub("tc", "echo 'Error: Specified qdisc kind is unknown.' >&2; exit 2");

        ScriptResult result = all(host);

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.stderr()).contains("impair.sh: this kernel has no netem; sudo modprobe sch_netem");
        assertThat(result.stdout()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatCanNotBeIsRefusedBeforeAnythingRuns(Shell shell) {
        ScriptRunner host = host(shell).environment("PILAB_DENY_INTERFACES", "eth0");
        for (List<String> words : List.of(
                List.of("inject", "lo", "loss", "5"),
                List.of("heal", "lo"),
                List.of("inject", "eth0", "loss", "5"),
                List.of("inject", "wlan0"),
                List.of("inject", "wlan0", "loss"),
                List.of("inject", "wlan0", "loss", "5", "delay"),
                List.of("inject", "wlan0", "colour", "5"),
                List.of("inject", "wlan0", "loss", "5%"),
                List.of("inject", "wlan0", "loss", "0"),
                List.of("inject", "wlan0", "loss", "101"),
                List.of("inject", "wlan0", "loss", "1.2.3"),
                List.of("inject", "wlan0", "loss", "1e1"),
                List.of("inject", "wlan0", "delay", "20"),
                List.of("inject", "wlan0", "delay", "0ms"),
                List.of("inject", "wlan0", "delay", "20ms;id"),
                List.of("inject", "wlan0", "jitter", "20ms"),
                List.of("inject", "wlan0", "loss", "5", "reorder", "20"),
                List.of("heal", "wlan0", "now"),
                List.of("status"),
                List.of("break", "wlan0"))) {
            ScriptResult result = host.run("impair.sh", words.toArray(String[]::new));
            assertThat(result.exitCode()).as("%s: %s", words, result.stderr()).isEqualTo(2);
            assertThat(result.stderr()).isNotBlank();
        }
        assertThat(host.calls()).isEmpty();
    }
}
