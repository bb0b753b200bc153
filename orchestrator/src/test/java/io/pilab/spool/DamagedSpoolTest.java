package io.pilab.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.Arm;
import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import io.pilab.report.ConsoleOptions;
import io.pilab.report.ConsoleReport;
import io.pilab.report.JudgedRun;
import io.pilab.report.ReportFormat;
import io.pilab.store.EventJson;
import io.pilab.testing.Damage;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import io.pilab.testing.TestingSamples;
import io.pilab.testing.TestingSpool;
import io.pilab.verdict.RunResult;
import io.pilab.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a host's spool holds: it is read, stored, judged and printed without an exception, in bounded memory, and no
 * number that nobody can have measured is in what is printed.
 */
@Timeout(120)
class DamagedSpoolTest {
    private static final int VARIANTS = 150;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingOfADamagedSpoolEscapes(long seed) {
        Damage damage = new Damage(seed);
        Random random = new Random(seed);
        Map<String, byte[]> good = good().files();
        List<String> names = List.copyOf(good.keySet());
        for (int i = 0; i < VARIANTS; i++) {
            String hit = names.get(random.nextInt(names.size()));
            byte[] damaged = damage.of(good.get(hit));
            TrialRecord trial = read(good, hit, damaged, random);
            RunResult result = Verdict.judge(TestingRun.scenario(), List.of(trial));
            String text = new ConsoleReport(new ConsoleOptions(false, true, Optional.empty()))
                    .render(new JudgedRun(TestingRun.head(), TestingRun.scenario(), List.of(trial), result));
            String json = ReportFormat.json()
                    .render(new JudgedRun(TestingRun.head(), TestingRun.scenario(), List.of(trial), result));
            assertThat(text + json)
                    .as("seed %d, variant %d of %s", seed, i, hit)
                    .doesNotContainPattern("(NaN|Infinity|E[0-9]{3}|[0-9]{16}) (s|ms|Mbit|MB|KB|bytes)");
        }
    }

    private static TrialRecord read(Map<String, byte[]> files, String hit, byte[] damaged, Random random) {
        HostSpool spool = HostSpool.of(
                TestingLab.CLIENT,
                TestingRun.scenario().treatments().get(0).traffic(),
                TestingRun.scenario().treatments().get(0).timeline());
        List<Event> events = new ArrayList<>();
        files.forEach((name, bytes) -> {
            byte[] content = name.equals(hit) ? damaged : bytes;
            int cut = random.nextInt(content.length + 1);
            SpoolFile file = SpoolFile.named(name).orElseThrow();
            events.addAll(spool.accept(file, Arrays.copyOfRange(content, 0, cut)));
            events.addAll(spool.accept(file, Arrays.copyOfRange(content, cut, content.length)));
        });
        HostSpool.Finished end = spool.finish();
        events.addAll(end.events());
        assertThat(end.warnings())
                .hasSizeLessThan(SpoolFile.values().length * 22)
                .allSatisfy(w -> assertThat(w).hasSizeLessThan(400));
        List<Event> stored = new ArrayList<>();
        for (Event event : events) {
            String line = EventJson.write(event);
            assertThat(line.length()).isLessThan(LineBuffer.LONGEST * 7);
            assertThat(Math.abs(event.t())).isLessThanOrEqualTo(1e6);
            EventJson.read(line).ifPresent(stored::add);
        }
        return new TrialRecord(
                1,
                Arm.MPTCP,
                TestingLab.OVER_ETH0,
                stored,
                Map.of("client", end.mptcpCounters()),
                Optional.empty(),
                Optional.empty());
    }

    private static TestingSpool good() {
        return new TestingSpool()
                .started(
                        TestingSpool.agentLine(
                                3.0,
                                "\"event\":\"inject\",\"step\":0,\"code\":0,\"done\":"
                                        + (TestingSpool.ZERO + 3_010_000_000L)),
                        TestingSpool.agentLine(6.0, "\"event\":\"heal\",\"step\":0,\"code\":0"),
                        TestingSpool.agentLine(7.0, "\"event\":\"warning\",\"reason\":\"odd\""),
                        TestingSpool.agentLine(10.058, "\"event\":\"traffic-end\",\"code\":0"),
                        TestingSpool.agentLine(10.1, "\"event\":\"done\""))
                .with("traffic.jsonl", TestingSamples.text("D1-cli-wlan0-down-at3/client.out"))
                .withMonitor(TestingSamples.text("D1-cli-wlan0-down-at3/monitor-cli.log"))
                .withLink(3.004, "wlan0", "BROADCAST,MULTICAST")
                .withLink(6.004, "wlan0", "BROADCAST,MULTICAST,UP,LOWER_UP")
                .withCounters(1, "eth0", 100)
                .withCounters(2, "wlan0", 5000)
                .with("netstat-before.txt", "MPTcpExt: MPCapableSYNTX MPTCPRetrans\nMPTcpExt: 1 7\n")
                .with("netstat-after.txt", "MPTcpExt: MPCapableSYNTX MPTCPRetrans\nMPTcpExt: 2 9\n")
                .with("traffic.err", "iperf3: error - unable to connect\n")
                .with("timeline.err", "+ ip link set wlan0 down\nlink.sh: odd\n");
    }
}
