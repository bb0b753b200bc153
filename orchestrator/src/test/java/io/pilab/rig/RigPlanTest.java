package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.lab.RigSettings;
import io.pilab.lab.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RigPlanTest {
    private static final Path ROOT = Path.of("/var/cache/pilab/root-forky-amd64");

    @Test
    void blogDemoIsTheGoldenPlan() throws IOException {
        assertThat(plan(TestingLabs.blogDemo("blog-demo")).text()).isEqualTo(golden("blog-demo.txt"));
    }

    @Test
    void anUplinkPartsClientsFromServersAndGivesTheControllerAFootOnEachSide() throws IOException {
        assertThat(plan(TestingLabs.uplink("blog-demo", 100_000_000)).text()).isEqualTo(golden("uplink.txt"));
    }

    @Test
    void whatMakesAHostsNetworkAnewIsWhatMadeIt() {
        RigPlan plan = plan(TestingLabs.blogDemo("blog-demo"));
        String client = plan.hosts().get(0).network();
        List<String> made = plan.phases().stream()
                .flatMap(phase -> phase.commands().stream())
                .flatMap(command -> Stream.concat(
                        Stream.of(String.join(" ", command.words())),
                        command.input().lines()))
                .filter(line -> line.contains("client") || line.matches(".*\\b(h0i\\d|172.31.0.1[37]3)\\b.*"))
                .toList();

        assertThat(client)
                .startsWith("set -eu\nip -n pilab-blog-demo-switch link delete h0i0 2>/dev/null || :\n")
                .contains(
                        "ip netns delete pilab-blog-demo-client 2>/dev/null || :\nip netns add pilab-blog-demo-client\n");
        assertThat(made).hasSize(14).allSatisfy(line -> assertThat(client).contains(line));
        assertThat(client).doesNotContain("server", "h1i");
    }

    @Test
    void anUnshapedLabNeedsNoTokenBucket() {
        RigSettings unshaped = new RigSettings(Map.of(), Optional.empty(), "cubic");
        Lab lab = TestingLabs.lab("l", TestingLabs.blogDemo("l").hosts(), unshaped);

        assertThat(plan(lab).text()).doesNotContain("tbf");
    }

    @Test
    void aHundredHostsHaveSwitchPortsOfTheirOwnWithNamesThatLinuxTakes() {
        List<String> ports = Pattern.compile("link add (\\S+) type veth peer name \\S+ .*netns")
                .matcher(plan(TestingLabs.pairs("l", 50)).text())
                .results()
                .map(m -> m.group(1))
                .toList();

        assertThat(ports).hasSize(201).doesNotHaveDuplicates().allMatch(name -> name.length() < 16);
    }

    @Test
    void aManagementAddressGetsAnInterfaceOfItsOwn() {
        Host managed = new Host(
                "client",
                Role.CLIENT,
                TestingLabs.ssh("192.168.7.5", 22),
                TestingLabs.blogDemo("l").hosts().get(0).interfaces());
        Lab lab = TestingLabs.lab(
                "l",
                List.of(managed, TestingLabs.blogDemo("l").hosts().get(1)),
                TestingLabs.settings(Optional.empty()));

        assertThat(plan(lab).text())
                .contains("addr add 192.168.7.5/24 brd + dev mgmt0 noprefixroute")
                .contains("route add 192.168.7.0/24 dev mgmt0 proto kernel scope link src 192.168.7.5 metric 101")
                .contains("addr add 192.168.7.254/24 brd + dev lab0")
                .doesNotContain("dev mgmt0 root");
    }

    @Test
    void anSshNameIsRefusedSinceTheRigHasNoNameServer() {
        assertThatThrownBy(() -> plan(withClientAt("client.example")))
                .hasMessage("hosts.client.address: the virtual rig has no name server; 'client.example' must be an"
                        + " IPv4 address");
    }

    @Test
    void twoHostsBehindOneAddressAreRefused() {
        Host client = withClientAt("192.168.7.5").hosts().get(0);
        Host server = new Host("server", Role.SERVER, TestingLabs.ssh("192.168.7.5", 2222), client.interfaces());
        Lab lab = TestingLabs.lab("l", List.of(client, server), TestingLabs.settings(Optional.empty()));

        assertThatThrownBy(() -> plan(lab))
                .hasMessage("hosts.server.address: 192.168.7.5 is the address of client, too; in the virtual rig each"
                        + " host has its own");
    }

    private static Lab withClientAt(String address) {
        Lab blog = TestingLabs.blogDemo("l");
        Host client = new Host(
                "client",
                Role.CLIENT,
                TestingLabs.ssh(address, 22),
                blog.hosts().get(0).interfaces());
        return TestingLabs.lab("l", Stream.of(client, blog.hosts().get(1)).toList(), blog.rig());
    }

    private static RigPlan plan(Lab lab) {
        return RigPlan.of(lab, RigNames.of(lab.name()), ROOT);
    }

    private static String golden(String file) throws IOException {
        try (InputStream in = RigPlanTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
