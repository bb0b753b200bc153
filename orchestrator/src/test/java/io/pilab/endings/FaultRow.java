package io.pilab.endings;

import io.pilab.config.ScenarioFile;
import io.pilab.fault.Fault;
import io.pilab.lab.Lab;
import io.pilab.lab.Pair;
import io.pilab.plan.Planner;
import io.pilab.scenario.Scenario;
import java.util.List;

/**
 * A fault of the matrix, with the parameters that it has there.
 *
 * @param kind as scenarios name it
 * @param parameters the rest of its line in the timeline
 */
record FaultRow(String kind, String parameters) {
    static final List<FaultRow> ALL = List.of(
            new FaultRow("link-down", "interface: wlan0"),
            new FaultRow("link-flap", "interface: wlan0, down: 700ms, up: 500ms, count: 2"),
            new FaultRow("carrier-loss", "interface: wlan0"),
            new FaultRow("blackhole", "interface: wlan0, peer: wlan0"),
            new FaultRow("packet-loss", "interface: wlan0, share: 20%"),
            new FaultRow("rate-limit", "interface: wlan0, rate: 2mbit"),
            new FaultRow("impair", "interface: wlan0, delay: 20ms, loss: 1%"),
            new FaultRow("address-remove", "interface: wlan0"),
            new FaultRow("endpoint-remove", "interface: wlan0"),
            new FaultRow("endpoint-add", "interface: wlan0"),
            new FaultRow("endpoint-backup", "interface: wlan0"),
            new FaultRow("limits", "subflows: 0, add_addr_accepted: 0"),
            new FaultRow("sysctl", "key: net.mptcp.stale_loss_cnt, value: 1"),
            new FaultRow("process-kill", ""),
            new FaultRow("process-pause", ""),
            new FaultRow("wifi-disassociate", "interface: wlan0"),
            new FaultRow("reboot", "allow: lock-out"),
            new FaultRow(
                    "command",
                    "run: \"ip route add 192.0.2.0/24 dev wlan0 && touch /run/it-ran\", undo: \"ip route del 192.0.2.0/24; rm -f /run/it-ran\""));

    String scenario(int seconds) {
        return """
                scenario: %s
                traffic: { tool: iperf3, duration: %ds, interval: 500ms, to: server.eth0 }
                timeline:
                  - { at: 1s, on: client, fault: %s%s }
                """.formatted(kind, seconds, kind, parameters.isEmpty() ? "" : ", " + parameters);
    }

    Scenario parsed() {
        return ScenarioFile.parse(kind, scenario(5));
    }

    Fault fault() {
        return parsed().treatments().get(0).timeline().faults().get(0).fault();
    }

    boolean restarts() {
        return kind.equals("reboot");
    }

    /** Whether the trial ends of it. */
    boolean endsTraffic() {
        return kind.equals("process-kill");
    }

    /** What the host's timeline runs for it: {@code link.sh down wlan0}. */
    String command(Lab lab, Pair pair) {
        return Planner.plan(lab, pair, parsed())
                .trials()
                .get(0)
                .client()
                .firings()
                .get(0)
                .command()
                .toString();
    }
}
