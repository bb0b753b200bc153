package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.lab.Host;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Lab;
import io.pilab.lab.MptcpEndpoint;
import io.pilab.lab.MptcpEndpoint.Flag;
import io.pilab.lab.MptcpLimits;
import io.pilab.lab.MptcpSettings;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Pair;
import io.pilab.lab.RigSettings;
import io.pilab.lab.Role;
import io.pilab.lab.SshTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFileTest {
    private static final Map<String, String> HOME = Map.of("HOME", "/home/lena");

    @Test
    void theExampleIsTheRigOfTheBlog() {
        Lab lab = LabFile.parse("lab.yaml", Fixtures.text(Fixtures.example()), HOME);

        Optional<Path> identity = Optional.of(Path.of("/home/lena/.ssh/id_ed25519"));
        Host client = new Host(
                "client",
                Role.CLIENT,
                asPi("172.31.0.133", identity),
                List.of(
                        networkInterface("eth0", "172.31.0.133", 1, Flag.SUBFLOW),
                        networkInterface("wlan0", "172.31.0.173", 2, Flag.SUBFLOW)));
        Host server = new Host(
                "server",
                Role.SERVER,
                asPi("172.31.0.218", identity),
                List.of(
                        networkInterface("eth0", "172.31.0.218", 1, Flag.SIGNAL),
                        networkInterface("wlan0", "172.31.0.237", 2, Flag.SIGNAL)));
        assertThat(lab)
                .isEqualTo(new Lab(
                        "blog-demo",
                        new Iperf3Install("3.21", Iperf3Install.InstallSource.AUTO, Optional.empty()),
                        new MptcpSettings(new MptcpLimits(2, 4), true),
                        List.of(client, server),
                        List.of(new Pair(client, server)),
                        new RigSettings(
                                Map.of("eth0", 200_000_000L, "wlan0", 200_000_000L),
                                Optional.of(200_000_000L),
                                "cubic")));
    }

    @Test
    void theSecondExampleIsTheSameWithoutTheUplink() {
        Lab first = LabFile.load(Fixtures.example(), Map.of());
        assertThat(LabFile.load(Fixtures.PROJECT.resolve("lab-independent-links.yaml.example"), Map.of()))
                .isEqualTo(new Lab(
                        "independent-links",
                        first.iperf3(),
                        first.mptcp(),
                        first.hosts(),
                        first.pairs(),
                        new RigSettings(first.rig().linkRates(), Optional.empty(), "cubic")));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Lab lab = good("lab-small");
        assertThat(lab.iperf3())
                .isEqualTo(new Iperf3Install("3.21", Iperf3Install.InstallSource.AUTO, Optional.empty()));
        assertThat(lab.mptcp()).isEqualTo(new MptcpSettings(new MptcpLimits(2, 4), true));
        assertThat(lab.rig()).isEqualTo(new RigSettings(Map.of(), Optional.empty(), "cubic"));
        assertThat(lab.pairs())
                .singleElement()
                .satisfies(pair -> assertThat(
                                pair.client().name() + " > " + pair.server().name())
                        .isEqualTo("client > server"));
        assertThat(lab.host("client").orElseThrow().ssh())
                .isEqualTo(new SshTarget(
                        "10.0.0.1",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .hasToString("10.0.0.1");
        assertThat(lab.host("server").orElseThrow().endpoints())
                .containsExactly(
                        new MptcpEndpoint("10.0.0.3", "eth0", 1, Set.of(Flag.SIGNAL)),
                        new MptcpEndpoint("10.0.0.4", "wlan0", 2, Set.of(Flag.SIGNAL)));
    }

    @Test
    void everyKeyArrives() {
        Lab lab = LabFile.parse("/labs/lab.yaml", goodText("lab-everything"), HOME);
        assertThat(lab.iperf3())
                .isEqualTo(new Iperf3Install(
                        "3.19.1",
                        Iperf3Install.InstallSource.TARBALL,
                        Optional.of(Path.of("/labs/iperf-3.19.1.tar.gz")),
                        Optional.of("0123456789abcdef".repeat(4)),
                        Iperf3Install.DEFAULT_REPOSITORY,
                        Optional.empty()));
        assertThat(lab.mptcp()).isEqualTo(new MptcpSettings(new MptcpLimits(8, 0), false));
        assertThat(lab.rig())
                .isEqualTo(new RigSettings(
                        Map.of("eth0", 1_000_000_000L, "wlan0", 9_600L), Optional.of(500_000_000L), "bbr"));
        assertThat(lab.host("client").orElseThrow().ssh())
                .isEqualTo(new SshTarget(
                        "pi-client.example",
                        22,
                        "root",
                        Optional.of(Path.of("/keys/client")),
                        Optional.of(Path.of("/home/lena/known"))));
        assertThat(lab.host("server").orElseThrow().ssh())
                .isEqualTo(new SshTarget(
                        "fe80::1%eth0",
                        2222,
                        "lab_1",
                        Optional.of(Path.of("/home/lena/keys/id")),
                        Optional.of(Path.of("/labs/hosts/known"))));
    }

    private static SshTarget asPi(String address, Optional<Path> identity) {
        return new SshTarget(
                address, Optional.empty(), Optional.of("pi"), identity, Optional.empty(), Optional.empty());
    }

    @Test
    void jumpHostsAreReadAsSshReadsThem() {
        String lab = goodText("lab-small");
        assertThat(jump(lab + "ssh: { jump: gate }").orElseThrow())
                .extracting(SshTarget::toString)
                .containsExactly("gate");
        assertThat(jump(lab + "ssh: { jump: 'bob@gate.example:24,[fe80::1%eth0]:2222,10.0.0.9' }")
                        .orElseThrow())
                .extracting(SshTarget::toString)
                .containsExactly("bob@gate.example:24", "fe80::1%eth0:2222", "10.0.0.9");
        assertThat(jump(lab + "ssh: { jump: none }")).contains(List.of());
        assertThat(jump(lab)).isEmpty();
    }

    private static Optional<List<SshTarget>> jump(String text) {
        return LabFile.parse("lab.yaml", text, HOME)
                .host("client")
                .orElseThrow()
                .ssh()
                .jump();
    }

    @Test
    void whatGitFetchesIsPinnedByACommit() {
        Iperf3Install iperf3 = good("lab-git").iperf3();
        assertThat(iperf3)
                .isEqualTo(new Iperf3Install(
                        "3.20",
                        Iperf3Install.InstallSource.GIT,
                        Optional.empty(),
                        Optional.empty(),
                        "https://git.example:8443/iperf.git",
                        Optional.of("d39cf41526626b4e5a130f115d931cd6cbdffc19")));
        assertThat(iperf3.tag()).isEqualTo("3.20");
        assertThat(iperf3.tarballPin()).isEmpty();
    }

    @Test
    void theFilesOwnSumGoesBeforeTheKnownOne() {
        assertThat(good("lab-own-sum").iperf3().tarballPin()).contains("0123456789abcdef".repeat(4));
        assertThat(good("lab-small").iperf3().tarballPin())
                .contains("656e4405ebd620121de7ceca3eaf43a88f79ea1b857d041a6a0b1314801acdd8");
        assertThat(good("lab-small").iperf3().commitPin()).contains("d39cf41526626b4e5a130f115d931cd6cbdffc19");
    }

    @Test
    void anEndpointIdIsItsInterfacesPlaceInTheFile() {
        Lab lab = good("lab-everything");
        assertThat(lab.host("client").orElseThrow().endpoints())
                .containsExactly(new MptcpEndpoint("10.0.0.2", "wlan0", 2, Set.of(Flag.SUBFLOW, Flag.BACKUP)));
        assertThat(lab.host("server").orElseThrow().endpoints())
                .containsExactly(
                        new MptcpEndpoint("10.0.0.3", "eth0", 1, Set.of(Flag.SIGNAL)),
                        new MptcpEndpoint("10.0.0.4", "wlan0", 2, Set.of(Flag.FULLMESH)));
    }

    @Test
    void theEnvironmentOverridesKeyFilesOfEveryHost() {
        Map<String, String> environment =
                Map.of("HOME", "/root", "PILAB_SSH_IDENTITY", "/run/rig/id", "PILAB_SSH_KNOWN_HOSTS", "~/rig-hosts");
        Lab lab = LabFile.parse("/labs/lab.yaml", goodText("lab-everything"), environment);
        assertThat(lab.hosts()).hasSize(2).allSatisfy(host -> {
            assertThat(host.ssh().identity()).contains(Path.of("/run/rig/id"));
            assertThat(host.ssh().knownHosts()).contains(Path.of("/root/rig-hosts"));
        });
    }

    @Test
    void anEmptyVariableOverridesNothing() {
        Lab lab = LabFile.parse("lab.yaml", goodText("lab-small"), Map.of("PILAB_SSH_IDENTITY", ""));
        assertThat(lab.hosts())
                .hasSize(2)
                .allSatisfy(host -> assertThat(host.ssh().identity()).isEmpty());
    }

    @Test
    void severalPairsNameTheirMembers() {
        assertThat(good("lab-two-pairs").pairs())
                .extracting(p -> p.client().name() + " > " + p.server().name())
                .containsExactly("c1 > s1", "c2 > s2");
    }

    @Test
    void wordsOfYaml11AreWords() {
        assertThat(good("lab-yaml-1.2-words").name()).isEqualTo("on");
        assertThat(good("lab-yaml-1.2-words").hosts()).extracting(Host::name).containsExactly("no", "yes");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsDoNotMatter() {
        String text = "\ufeff" + goodText("lab-small").replace("\n", "\r\n");
        assertThat(LabFile.parse("lab.yaml", text)).isEqualTo(good("lab-small"));
    }

    @Test
    void readsFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("lab.yaml"), goodText("lab-small"));
        assertThat(LabFile.load(file, HOME)).isEqualTo(good("lab-small"));
    }

    @Test
    void aMissingFileIsAProblemWithItsCure() {
        assertThatThrownBy(() -> LabFile.load(Path.of("no/lab.yaml"), HOME))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage("no/lab.yaml: there is no such file; copy lab.yaml.example to lab.yaml,"
                        + " or name yours with -f, as in `pilab validate -f FILE`");
    }

    private static Lab good(String name) {
        return LabFile.parse("lab.yaml", goodText(name));
    }

    private static String goodText(String name) {
        return Fixtures.text(Fixtures.FOLDER.resolve("good/" + name + ".yaml"));
    }

    private static NetworkInterface networkInterface(String name, String ip, int id, Flag flag) {
        return new NetworkInterface(name, new InterfaceAddress(ip, 24), id, Set.of(flag));
    }

    @Test
    void whatIsStoredIsWhatWasRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("lab.yaml");
        String text = Files.readString(Fixtures.example());
        Files.writeString(file, text);
        Loaded<Lab> loaded = LabFile.read(file, Map.of());
        Files.writeString(file, "lab: other\n");
        assertThat(loaded.text()).isEqualTo(text);
        assertThat(loaded.value().hosts()).hasSize(2);
    }
}
