package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplerScriptTest {
    @TempDir
    Path work;

    private Process sampler;

    @AfterEach
    void noProcessStays() {
        if (sampler != null) {
            sampler.descendants().forEach(ProcessHandle::destroyForcibly);
            sampler.destroyForcibly();
        }
    }

    private ScriptRunner host(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work);
        counters(host, "wlan0", 100, 200);
        counters(host, "eth0", 18446744073709551L, 0);
        return host.environment("PILAB_SYS", work.resolve("sys").toString());
    }

    private static void counters(ScriptRunner host, String device, long tx, long rx) {
        host.file("sys/class/net/" + device + "/statistics/tx_bytes", tx + "\n");
        host.file("sys/class/net/" + device + "/statistics/rx_bytes", rx + "\n");
    }

    private void start(ScriptRunner host, String... arguments) {
        sampler = host.start(
                host.words("sampler.sh", arguments), Path.of("/dev/null"), work.resolve("out"), work.resolve("err"));
    }

    private List<Map<String, Object>> samples() {
        try {
            String whole = Files.readString(work.resolve("out"));
            return new ScriptResult(0, whole.substring(0, whole.lastIndexOf('\n') + 1), "").objects();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyInterfaceIsALineOfJson(Shell shell) {
        start(host(shell), "run", "0.05", "wlan0", "eth0");
        Await.until("there are samples", () -> samples().size() >= 4);
        List<Map<String, Object>> samples = samples();
        assertThat(samples.get(0))
                .containsEntry("interface", "wlan0")
                .containsEntry("tx_bytes", 100)
                .containsEntry("rx_bytes", 200);
        assertThat(samples.get(1))
                .containsEntry("interface", "eth0")
                .containsEntry("tx_bytes", 18446744073709551L)
                .containsEntry("time", samples.get(0).get("time"));
        assertThat((Long) samples.get(2).get("time"))
                .isGreaterThan((Long) samples.get(0).get("time"));
    }

    @ParameterizedTest
    @EnumSource
    void anInterfaceThatVanishesIsSkippedUntilItIsBack(Shell shell) throws IOException {
        ScriptRunner host = host(shell);
        Path there = work.resolve("sys/class/net/wlan0");
        Path away = work.resolve("away");
        Files.move(there, away);
        start(host, "run", "0.05", "wlan0", "eth0");
        Await.until("there are samples", () -> samples().size() >= 3);
        assertThat(samples()).allSatisfy(s -> assertThat(s).containsEntry("interface", "eth0"));
        Files.move(away, there);
        Await.until(
                "wlan0 is sampled",
                () -> samples().stream().anyMatch(s -> s.get("interface").equals("wlan0")));
        assertThat(sampler.isAlive()).isTrue();
        assertThat(work.resolve("err")).isEmptyFile();
    }
}
