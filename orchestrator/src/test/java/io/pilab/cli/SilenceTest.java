package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.config.LabFile;
import io.pilab.config.ScenarioFile;
import io.pilab.lab.Arm;
import io.pilab.lab.Lab;
import io.pilab.record.RunRecord;
import io.pilab.remote.sshj.TestingHost;
import io.pilab.store.RunDirectory;
import io.pilab.store.TrialDirectory;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that works on hosts, of which one takes connections and says nothing: it takes as long as one that is switched off. */
class SilenceTest {
    private static final String SCENARIO = """
            scenario: wlan0-down
            traffic: { tool: iperf3, duration: 10s, interval: 1s, to: server.eth0 }
            arms: [mptcp]
            timeline:
              - { at: 3s, on: client, fault: link-down, interface: wlan0 }
            """;

    @TempDir
    Path folder;

    private ServerSocket silent;
    private ServerSocket other;
    private TestingHost host;

    @BeforeEach
    void start() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        other = new ServerSocket(silent.getLocalPort(), 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
        host = new TestingHost(folder);
        host.letIn();
        Files.writeString(folder.resolve("lab.yaml"), lab());
        Files.writeString(folder.resolve("scenario.yaml"), SCENARIO);
    }

    @AfterEach
    void stop() throws IOException {
        silent.close();
        other.close();
        host.close();
    }

    private String lab() {
        return """
                lab: silence
                hosts:
                  client:
                    role: client
                    address: 127.0.0.1
                    interfaces:
                      eth0: { address: 172.31.0.133/24 }
                      wlan0: { address: 172.31.0.173/24 }
                  server:
                    role: server
                    address: 127.0.0.2
                    interfaces:
                      eth0: { address: 172.31.0.218/24 }
                      wlan0: { address: 172.31.0.237/24 }
                ssh: { user: pi, port: %d, identity: %s, known_hosts: %s }
                """.formatted(silent.getLocalPort(), folder.resolve("id_ecdsa"), folder.resolve("known_hosts"));
    }

    /** A run whose controller went away in its first trial. */
    private String cutOff() throws IOException {
        Lab lab = LabFile.load(folder.resolve("lab.yaml"), Map.of());
        RunDirectory run = RunDirectory.create(folder.resolve("runs"), Instant.EPOCH, "wlan0-down");
        run.storeFiles(lab(), SCENARIO);
        RunRecord head = TestingRun.head();
        run.storeRun(head, lab, ScenarioFile.load(folder.resolve("scenario.yaml"), lab));
        run.beginTrial(1, Arm.MPTCP, TestingLab.OVER_ETH0)
                .storeState(TrialDirectory.StateFile.BEFORE, Map.of("client", "{}", "server", "{}"));
        return run.path().toString();
    }

    @Test
    void noCommandIsSilentForMoreThanTwoSecondsOnATerminal() throws Exception {
        String lab = folder.resolve("lab.yaml").toString();
        String scenario = folder.resolve("scenario.yaml").toString();
        String runs = folder.resolve("runs").toString();
        List<List<String>> commands = List.of(
                List.of("doctor", "-f", lab),
                List.of("plan", "-f", lab),
                List.of("apply", "-f", lab),
                List.of("reset", "-f", lab),
                List.of("trust", "-f", lab, "server"),
                List.of("restore", "-f", lab),
                List.of("run", "-f", lab, "--runs", runs, scenario),
                List.of("run", "-f", lab, "--runs", runs, "--resume", cutOff()));
        ExecutorService pool = Executors.newFixedThreadPool(commands.size() + 1);
        Lateness machine = new Lateness();
        pool.execute(machine);
        Map<String, Future<Heard>> all = new TreeMap<>();
        try {
            commands.forEach(words -> all.put(words.toString(), pool.submit(() -> heard(words))));
            for (Map.Entry<String, Future<Heard>> command : all.entrySet()) {
                Heard heard = command.getValue().get();
                assertThat(heard.longestSilence())
                        .as(command.getKey() + heard.text())
                        .isLessThan(Duration.ofSeconds(2).plus(machine.longest()));
                assertThat(heard.all())
                        .as(command.getKey())
                        .isLessThan(
                                Duration.ofSeconds(16).plus(machine.longest().multipliedBy(4)));
                assertThat(heard.text()).contains("is silent for 10 s");
                assertThat(heard.exitCode()).as(command.getKey()).isEqualTo(ExitCode.BROKEN);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** How late the machine itself is: what a busy one owes is not the commands' silence. */
    private static final class Lateness implements Runnable {
        private static final Duration PAUSE = Duration.ofMillis(50);
        private volatile Duration longest = Duration.ZERO;

        @Override
        public void run() {
            try {
                while (true) {
                    long before = System.nanoTime();
                    Thread.sleep(PAUSE.toMillis());
                    Duration late = Duration.ofNanos(System.nanoTime() - before).minus(PAUSE);
                    longest = late.compareTo(longest) > 0 ? late : longest;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        Duration longest() {
            return longest;
        }
    }

    private record Heard(int exitCode, String text, Duration longestSilence, Duration all) {}

    private static Heard heard(List<String> words) {
        Clocked text = new Clocked();
        PrintWriter writer = new PrintWriter(text, true);
        int exitCode = Main.run(new Screen(writer, writer, true, 80, System::nanoTime), words.toArray(String[]::new));
        text.times.add(System.nanoTime());
        Duration longest = Stream.iterate(1, i -> i < text.times.size(), i -> i + 1)
                .map(i -> Duration.ofNanos(text.times.get(i) - text.times.get(i - 1)))
                .max(Duration::compareTo)
                .orElseThrow();
        long all = text.times.get(text.times.size() - 1) - text.times.get(0);
        return new Heard(exitCode, text.toString(), longest, Duration.ofNanos(all));
    }

    /** Text, and when each piece of it came. */
    private static final class Clocked extends Writer {
        private final StringWriter text = new StringWriter();
        private final List<Long> times = new ArrayList<>(List.of(System.nanoTime()));

        @Override
        public void write(char[] buffer, int from, int length) {
            text.write(buffer, from, length);
            times.add(System.nanoTime());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
