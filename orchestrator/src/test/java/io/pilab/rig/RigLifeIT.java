package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.lab.RigSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Rigs that come, and go without a trace. */
@Isolated
class RigLifeIT {
    @Test
    void downLeavesNothing() throws IOException {
        TestingRig rig = TestingRig.up(TestingLabs.blogDemo(TestingRig.name("down")));
        assertThat(rig.traces()).containsOnlyKeys("namespaces", "mounts", "processes", "files");

        assertThat(rig.rig.down()).isTrue();

        assertThat(rig.traces()).isEmpty();
        assertThat(rig.rig.down()).as("nothing to do").isFalse();
        assertThat(rig.rig.status().up()).isFalse();
    }

    @Test
    void downAndUpWorkAfterEveryProcessWasKilled() throws IOException {
        Lab lab = TestingLabs.blogDemo(TestingRig.name("kill"));
        try (TestingRig rig = TestingRig.up(lab)) {
            killAll(rig);
            assertThat(rig.rig.status().up()).isFalse();

            rig.rig.up(line -> {});
            assertThat(rig.ssh(lab.hosts().get(0), "hostname").output()).isEqualTo("client\n");

            killAll(rig);
            assertThat(rig.rig.down()).isTrue();
            assertThat(rig.traces()).isEmpty();
        }
    }

    private static void killAll(TestingRig rig) {
        Namespaces namespaces = new Namespaces(rig.processes);
        for (String namespace : namespaces.of(rig.names)) {
            namespaces.pids(namespace).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
        assertThat(Condition.await(
                        Duration.ofSeconds(10),
                        () -> namespaces.of(rig.names).stream()
                                .allMatch(n -> namespaces.pids(n).isEmpty())))
                .isTrue();
    }

    @Test
    void aRigWhoseNameBeginsLikeAnothersIsLeftAlone() throws IOException {
        String name = TestingRig.name("a");
        try (TestingRig longer = TestingRig.up(TestingLabs.blogDemo(name + "-b"));
                TestingRig shorter = TestingRig.up(TestingLabs.blogDemo(name))) {
            shorter.rig.down();

            assertThat(shorter.traces().get("namespaces")).isNull();
            assertThat(longer.rig.status().up()).isTrue();
        }
    }

    @Test
    void aFailureHalfWayTakesBackWhatWasBegun() throws IOException {
        Lab blog = TestingLabs.blogDemo(TestingRig.name("half"));
        RigSettings impossible = new RigSettings(Map.of(), Optional.empty(), "nosuch");
        TestingRig rig = new TestingRig(TestingLabs.lab(blog.name(), blog.hosts(), impossible));

        assertThatThrownBy(() -> rig.rig.up(line -> {}))
                .hasMessageStartingWith(
                        "not supported here: the running kernel has no congestion control 'nosuch', only ");
        assertThat(rig.traces()).isEmpty();
    }

    @Test
    void theUplinkIsSharedAndTheControllerDoesNotNeedIt() throws Exception {
        Lab lab = TestingLabs.uplink(TestingRig.name("uplink"), 50_000_000);
        try (TestingRig rig = TestingRig.up(lab)) {
            for (Host host : lab.hosts()) {
                assertThat(rig.ssh(host, "hostname").output()).isEqualTo(host.name() + "\n");
            }
            Answer toServer = rig.inNamespace(rig.names.controllerNamespace(), "ip", "route", "get", "172.31.0.218");
            assertThat(toServer.output()).contains("dev lab1");
            double rate = bitsPerSecond(rig);

            System.out.printf("iperf3 over an uplink of 50 Mbit/s: %.0f Mbit/s%n", rate / 1e6);
            assertThat(rate).isBetween(25e6, 52e6);
        }
    }

    private static double bitsPerSecond(TestingRig rig) throws Exception {
        Process server = rig.processes.start(
                rig.inside("server", "iperf3", "-s", "-1"),
                rig.names.directory().resolve("iperf3.log"));
        Namespaces namespaces = new Namespaces(rig.processes);
        assertThat(Condition.await(Duration.ofSeconds(10), () -> namespaces.listens(rig.names.host("server"), 5201)))
                .isTrue();
        Answer answer = rig.on("client", "iperf3", "-c", "172.31.0.218", "-J", "-t", "2");
        assertThat(server.waitFor()).isZero();
        return new ObjectMapper()
                .readTree(answer.output())
                .path("end")
                .path("sum_received")
                .path("bits_per_second")
                .asDouble();
    }

    @Test
    void tenPairs() throws IOException {
        Lab lab = TestingLabs.pairs(TestingRig.name("ten"), 10);
        try (TestingRig rig = TestingRig.up(lab)) {
            assertThat(ParallelTasks.map(
                            lab.hosts(),
                            host -> rig.ssh(host, "hostname").output().strip()))
                    .isEqualTo(lab.hosts().stream().map(Host::name).toList());
            long start = System.nanoTime();
            rig.rig.down();
            System.out.printf("rig down: %d hosts in %.1f s%n", lab.hosts().size(), (System.nanoTime() - start) / 1e9);
            assertThat(rig.traces()).isEmpty();
        }
    }
}
