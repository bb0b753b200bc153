package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code qdisc.sh} asks of tc(8); that the kernel then has it is shown in namespaces. */
class QdiscScriptTest {
    @TempDir
    Path work;

    private ScriptRunner host(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work).stub("tc", "");
        return host.environment("PILAB_SAVED", work.resolve("trial").toString());
    }

    private static List<String> limits(ScriptRunner host) {
        return host.calls().stream().filter(c -> c.contains(" tbf ")).toList();
    }

    @ParameterizedTest
    @EnumSource
    void theLimitIsAQdiscOfItsOwnWhateverIsThere(Shell shell) {
        ScriptRunner host = host(shell);
        assertThat(host.run("qdisc.sh", "limit", "wlan0", "10000000").answer()).containsEntry("changed", true);
        assertThat(limits(host))
                .containsExactly(
                        "tc qdisc replace dev wlan0 root handle 6c69: tbf rate 10000000bit burst 6250 latency 50ms");
    }

    @ParameterizedTest
    @EnumSource
    void aRateThatSshGetsThroughIsNoLockOut(Shell shell) {
        ScriptRunner host = host(shell).environment("PILAB_DENY_INTERFACES", "eth0");
        host.file("trial/spec", "deny eth0\n");
        assertThat(host.run("qdisc.sh", "limit", "eth0", "999999").exitCode()).isEqualTo(2);
        assertThat(host.run("qdisc.sh", "limit", "eth0", "5000000000").exitCode())
                .isZero();
        assertThat(limits(host)).hasSize(1);

        host.file("trial/spec", "port 5201\n"); // who else denies it means it
        assertThat(host.run("qdisc.sh", "limit", "eth0", "5000000000").exitCode())
                .isEqualTo(2);
        host.file("trial/spec", "deny eth0\n");
        host.file("base/deny-interfaces", "eth0\n");
        assertThat(host.run("qdisc.sh", "limit", "eth0", "5000000000").exitCode())
                .isEqualTo(2);
    }

    /** tc(8) refuses some of its own words before it asks the kernel. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pfifo limit 77p | pfifo limit 77",
                "codel limit 1000p target 5ms interval 100ms | codel limit 1000 target 5ms interval 100ms",
                "fq_codel limit 10240p flows 1024 quantum 1514 ecn | fq_codel limit 10240 flows 1024 quantum 1514 ecn",
                "fq limit 10000p flow_limit 100p buckets 1024 | fq limit 10000 flow_limit 100 buckets 1024",
                "sfq limit 127p quantum 1514b perturb 10sec | sfq limit 127 quantum 1514b perturb 10",
                "bfifo limit 30000b | bfifo limit 30000b",
                "pfifo_fast bands 3 priomap 1 2 2 | pfifo_fast",
                "cake bandwidth 20Mbit diffserv3 rtt 100ms raw overhead 0 |"
                        + " cake bandwidth 20Mbit diffserv3 rtt 100ms raw overhead 0",
            })
    void whatTcPrintsIsPutIntoWordsThatItReads(String printed, String read) {
        ScriptRunner host = host(Shell.DASH);
        host.file("trial/qdiscs", "dev eth0 root handle 8001: " + printed + "\ndev wlan0 root handle 8001: bfifo\n");
        host.run("qdisc.sh", "heal", "eth0");
        assertThat(host.calls()).contains("tc qdisc replace dev eth0 root handle 8001: " + read);
        assertThat(host.calls()).noneMatch(c -> c.contains("wlan0"));
    }
}
