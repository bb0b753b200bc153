package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.rig.TestingRig;
import io.pilab.state.StateDifference;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code proof.sh} for real, as root: what it lets pass comes back, on an operator's own qdiscs. */
@ResourceLock(TestingRig.HERE)
class ProofScriptIT {
    @TempDir
    Path work;

    @ParameterizedTest
    @EnumSource
    void whatTheProofLetsPassComesBackAfterARateLimit(Shell shell) {
        try (TestNamespace network = new TestNamespace(new ScriptRunner(shell, work))) {
            ScriptRunner host = new ScriptRunner(shell, work).through("ip", "netns", "exec", network.name());
            network.run("tc qdisc replace dev eth0 root handle 1: tbf rate 20mbit burst 64kb latency 60ms");
            network.run("tc qdisc add dev eth0 parent 1:1 handle 78: pfifo limit 77");
            network.run("tc qdisc add dev eth0 ingress");
            network.run("tc qdisc replace dev wlan0 root pfifo limit 77");
            Map<String, Object> before = host.run("snapshot.sh", "capture", "run-1", "lab", "eth0", "wlan0")
                    .answer();
            assertThat(host.run("proof.sh", "collect", "eth0", "wlan0").answer())
                    .isEmpty();

            for (String device : new String[] {"eth0", "wlan0"}) {
                host.run("qdisc.sh", "limit", device, "5000000").answer();
                assertThat(network.run("tc qdisc show dev " + device + " root"))
                        .startsWith("qdisc tbf 6c69: root ")
                        .contains("rate 5Mbit burst 3125b ");
            }
            assertThat(host.run("restore.sh", "run", "run-1").answer()).containsEntry("restored", true);
            assertThat(StateDifference.between(
                            before, host.run("snapshot.sh", "show").answer()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aShaperWithClassesDoesNotPassAndItsLossIsADifference(Shell shell) {
        try (TestNamespace network = new TestNamespace(new ScriptRunner(shell, work))) {
            ScriptRunner host = new ScriptRunner(shell, work).through("ip", "netns", "exec", network.name());
            network.run("tc qdisc replace dev wlan0 root handle 8005: htb default 20");
            network.run("tc class add dev wlan0 parent 8005: classid 8005:20 htb rate 40mbit");
            assertThat(host.run("proof.sh", "collect", "eth0", "wlan0").answer())
                    .hasSize(1)
                    .hasEntrySatisfying(
                            "qdisc wlan0",
                            why -> assertThat(why.toString()).startsWith("missing: class htb 8005:20 root "));
            Map<String, Object> before = host.run("snapshot.sh", "show").answer();
            network.run("tc class del dev wlan0 classid 8005:20");
            assertThat(StateDifference.between(
                            before, host.run("snapshot.sh", "show").answer()))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("class htb 8005:20 root", ": missing");
        }
    }
}
