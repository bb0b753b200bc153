package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.lab.JumpHosts;
import io.pilab.lab.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lab file, then ssh_config, then our defaults. */
class HopResolverTest {
    private static final String ME = System.getProperty("user.name");
    private static final Path HOME = Path.of("/home/lena/.ssh");

    private final Map<String, OperatorConfig> configs = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>(Map.of("SSH_AUTH_SOCK", "/run/agent"));

    @Test
    void whereNobodySaysAnythingItIsPiAtPort22() {
        ResolvedTarget login = only("10.0.0.1");
        assertThat(login.toString()).isEqualTo("pi@10.0.0.1");
        assertThat(login.port()).isEqualTo(22);
        assertThat(login.identityFiles())
                .containsExactly(HOME.resolve("id_ed25519"), HOME.resolve("id_ecdsa"), HOME.resolve("id_rsa"));
        assertThat(login.knownHosts()).containsExactly(HOME.resolve("known_hosts"));
        assertThat(login.knownName()).isEqualTo("10.0.0.1");
        assertThat(login.agent()).contains(Path.of("/run/agent"));
    }

    @Test
    void sshConfigFillsWhatTheLabFileLeavesOpen() {
        configs.put("bench", config("10.1.2.3", 2222, "alice", "", ""));
        ResolvedTarget login = only("bench");
        assertThat(login.toString()).isEqualTo("alice@10.1.2.3:2222");
        assertThat(login.identityFiles()).containsExactly(Path.of("/keys/config"));
        assertThat(login.knownHosts()).containsExactly(Path.of("/known/config"), Path.of("/known/global"));
        assertThat(login.knownName()).isEqualTo("the-alias");
        assertThat(login.identitiesOnly()).isTrue();
    }

    @Test
    void theLabFileWinsOneByOne() {
        configs.put("bench", config("10.1.2.3", 2222, "alice", "", ""));
        SshTarget lab = new SshTarget(
                "bench",
                Optional.of(22),
                Optional.of("pi"),
                Optional.of(Path.of("/keys/lab")),
                Optional.of(Path.of("/known/lab")),
                Optional.empty());
        ResolvedTarget login = to(lab).get(0);
        assertThat(login.toString()).isEqualTo("pi@10.1.2.3");
        assertThat(login.identity()).contains(Path.of("/keys/lab"));
        assertThat(login.identityFiles()).isEmpty();
        assertThat(login.knownHosts()).containsExactly(Path.of("/known/lab"));
    }

    @Test
    void jumpHostsAreLookedUpAsSshDoesAndHaveOurOwnNameByDefault() {
        configs.put("bench", config("10.1.2.3", 2222, "alice", "bob@first:24,second", ""));
        configs.put("first", config("gate.example", 99, "carol", "outer", ""));
        configs.put("second", config("inner.example", 2200, "dave", "not-asked", ""));
        assertThat(to(target("bench")))
                .extracting(ResolvedTarget::toString)
                .containsExactly(
                        ME + "@outer",
                        "bob@gate.example:24 by way of " + ME + "@outer",
                        "dave@inner.example:2200 by way of bob@gate.example:24",
                        "alice@10.1.2.3:2222 by way of dave@inner.example:2200");
        assertThat(to(target("bench"))).extracting(ResolvedTarget::jumpHost).containsExactly(true, true, true, false);
    }

    @Test
    void theLabFilesJumpWinsAndNoneIsNone() {
        configs.put("bench", config("10.1.2.3", 2222, "alice", "gate", ""));
        assertThat(to(by("bench", "none"))).hasSize(1);
        assertThat(to(by("bench", "bob@own")))
                .extracting(ResolvedTarget::toString)
                .containsExactly("bob@own", "alice@10.1.2.3:2222 by way of bob@own");
        configs.put("bench", config("10.1.2.3", 2222, "alice", "", "nc %h %p"));
        assertThat(to(by("bench", "none"))).hasSize(1);
    }

    @Test
    void theLabFilesKeyAndKnownHostsServeForItsJumpHosts() {
        SshTarget lab = new SshTarget(
                "bench",
                Optional.empty(),
                Optional.empty(),
                Optional.of(Path.of("/keys/lab")),
                Optional.of(Path.of("/known/lab")),
                JumpHosts.parse("gate"));
        ResolvedTarget gate = to(lab).get(0);
        assertThat(gate.identity()).contains(Path.of("/keys/lab"));
        assertThat(gate.identityFiles()).contains(HOME.resolve("id_ed25519"));
        assertThat(gate.knownHosts()).containsExactly(Path.of("/known/lab"));
    }

    @Test
    void aProxyCommandIsRefusedWithACure() {
        configs.put("bench", config("10.1.2.3", 2222, "alice", "", "nc -X connect %h %p"));
        assertThatThrownBy(() -> to(target("bench")))
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.kind()).isEqualTo(RemoteFailure.CONFIGURATION))
                .hasMessage(
                        "client: ssh_config reaches bench through 'ProxyCommand nc -X connect %h %p', which pilab does"
                                + " not run; name the host in between, in ssh_config as ProxyJump or in the lab file as"
                                + " ssh: { jump: HOST }, or none if there is a direct way");
    }

    @Test
    void jumpHostsThatLeadRoundInACircleAreRefused() {
        configs.put("gate", config("gate", 22, "pi", "gate", ""));
        assertThatThrownBy(() -> to(by("bench", "gate"))).hasMessageContaining("lead round in a circle");
        configs.put("gate", config("gate", 22, "pi", "Strange User@x", ""));
        assertThatThrownBy(() -> to(by("bench", "gate")))
                .hasMessageStartingWith("client: the 'ProxyJump Strange User@x' of ssh_config for gate is not");
    }

    @Test
    void loginNamesAreThoseOfDirectoryServicesToo() {
        for (String user : List.of("first.last", "Pi", "jdoe@corp.example", "CORP\\jdoe", "pi-1$", "_apt")) {
            configs.put("bench", config("10.0.0.1", 2222, user, "", ""));
            ResolvedTarget login = to(by("bench", user + "@gate.example:24")).get(1);
            assertThat(login.user()).isEqualTo(user);
            assertThat(login.hops()).containsExactly(user + "@gate.example:24");
            assertThat(JumpHosts.parse(user + "@gate").orElseThrow().get(0).givenUser())
                    .contains(user);
        }
        configs.put("bench", config("10.0.0.1", 22, "CORP\\jdoe", "", ""));
        assertThat(to(by("bench", "none")).get(0).words()).isEqualTo("'CORP\\jdoe@10.0.0.1'");
        for (String user : List.of("-oProxyCommand=x", "a b", "a;b", "$(x)", "a\\", "a'b", "", "a:b")) {
            assertThat(JumpHosts.parse(user + "@gate")).as(user).isEmpty();
        }
    }

    @Test
    void aUserThatNoPiHasIsRefused() {
        configs.put("bench", config("bench", 22, "Lab User", "", ""));
        assertThatThrownBy(() -> to(target("bench")))
                .hasMessage(
                        "client: the user 'Lab User' for bench is not a login name of letters, digits and . _ - @ + $,"
                                + " such as pi or CORP\\jdoe; name one in the lab file: ssh: { user: NAME }");
    }

    @Test
    void theAgentIsNamedInEveryWayThatOpenSshKnows() {
        environment.put("OTHER_SOCK", "/run/other");
        assertThat(agent("none")).isEmpty();
        assertThat(agent("SSH_AUTH_SOCK")).contains(Path.of("/run/agent"));
        assertThat(agent("$OTHER_SOCK")).contains(Path.of("/run/other"));
        assertThat(agent("/own/agent")).contains(Path.of("/own/agent"));
        environment.put("SSH_AUTH_SOCK", "");
        assertThat(only("10.0.0.1").agent()).isEmpty();
    }

    private Optional<Path> agent(String named) {
        OperatorConfig none = OperatorConfig.NONE;
        configs.put(
                "bench",
                new OperatorConfig(
                        none.hostName(),
                        none.port(),
                        none.user(),
                        List.of(),
                        false,
                        Optional.of(named),
                        List.of(),
                        List.of(),
                        none.hostKeyAlias(),
                        none.proxyJump(),
                        none.proxyCommand()));
        return only("bench").agent();
    }

    private static OperatorConfig config(String hostName, int port, String user, String jump, String command) {
        return new OperatorConfig(
                Optional.of(hostName),
                Optional.of(port),
                Optional.of(user),
                List.of(Path.of("/keys/config")),
                true,
                Optional.empty(),
                List.of(Path.of("/known/config")),
                List.of(Path.of("/known/global")),
                Optional.of("The-Alias"),
                Optional.of(jump).filter(text -> !text.isEmpty()),
                Optional.of(command).filter(text -> !text.isEmpty()));
    }

    private ResolvedTarget only(String address) {
        List<ResolvedTarget> logins = to(target(address));
        assertThat(logins).hasSize(1);
        return logins.get(0);
    }

    private List<ResolvedTarget> to(SshTarget target) {
        SshSettings settings = new SshSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                HOME,
                file -> Optional.empty(),
                (host, asked) -> configs.getOrDefault(asked.address(), OperatorConfig.NONE),
                name -> Optional.ofNullable(environment.get(name)),
                SudoPassword.NONE);
        return new HopResolver("client", settings).to(target);
    }

    private static SshTarget target(String address) {
        return new SshTarget(
                address, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static SshTarget by(String address, String jump) {
        return new SshTarget(
                address, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), JumpHosts.parse(jump));
    }
}
