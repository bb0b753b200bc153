package io.pilab;

import io.pilab.config.LabFile;
import io.pilab.config.ScenarioFile;
import io.pilab.fault.Site;
import io.pilab.lab.Lab;
import io.pilab.lab.Pair;
import io.pilab.scenario.Scenario;

/** Labs and scenarios for tests, by the real loaders. */
public final class TestingLabs {
    private TestingLabs() {}

    /** The blog's rig: two hosts, eth0 and wlan0 in one network. */
    public static Lab blogDemo() {
        return LabFile.parse("lab.yaml", blogDemoText("blog-demo", "200mbit"));
    }

    /** Its lab file, under another name and with links of this rate. */
    public static String blogDemoText(String name, String rate) {
        return """
                lab: %s
                ssh: { user: pi }
                iperf3: { source: package }
                hosts:
                  client:
                    role: client
                    address: 172.31.0.133
                    interfaces:
                      eth0: { address: 172.31.0.133/24 }
                      wlan0: { address: 172.31.0.173/24 }
                  server:
                    role: server
                    address: 172.31.0.218
                    interfaces:
                      eth0: { address: 172.31.0.218/24 }
                      wlan0: { address: 172.31.0.237/24 }
                rig:
                  links: { eth0: %s, wlan0: %s }
                """.formatted(name, rate, rate);
    }

    /** The same with a host beside the pair. */
    public static Lab withHelper() {
        return LabFile.parse("lab.yaml", withHelper(blogDemoText("blog-demo", "200mbit")));
    }

    public static String withHelper(String labText) {
        return labText.replace("rig:\n", "  bench: { role: helper, address: 172.31.0.9 }\nrig:\n");
    }

    /** Where a fault on the client happens. */
    public static Site site() {
        Pair pair = blogDemo().pairs().get(0);
        return new Site(pair.client(), pair.server());
    }

    /** Ten seconds of traffic from the client, with the given lines of a timeline and arms. */
    public static Scenario scenario(String arms, String to, String... timeline) {
        StringBuilder text = new StringBuilder("scenario: test\ntraffic: { tool: iperf3, duration: 10s, interval: 1s");
        text.append(to.isEmpty() ? "" : ", to: " + to)
                .append(" }\narms: ")
                .append(arms)
                .append('\n');
        if (timeline.length > 0) {
            text.append("timeline:\n");
        }
        for (String line : timeline) {
            text.append("  - ").append(line).append('\n');
        }
        return ScenarioFile.parse("scenario.yaml", text.toString());
    }

    /** The blog's scenario. */
    public static Scenario wlan0Down() {
        return scenario("[mptcp, tcp]", "server.eth0", "{ at: 3s, on: client, fault: link-down, interface: wlan0 }");
    }
}
