package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.config.LabFile;
import io.pilab.remote.sshj.HostKeys;
import io.pilab.remote.sshj.SshSettings;
import io.pilab.remote.sshj.TestingHost;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrustCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> questions = new ArrayList<>();
    private String jump = "jump: none";
    private Optional<Boolean> answer = Optional.of(true);
    private TestingHost client;
    private TestingHost server;
    private Path known;

    @BeforeEach
    void start() throws IOException {
        client = new TestingHost(directory);
        server = new TestingHost(directory);
        known = directory.resolve("known_hosts");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void showsNewKeysAsksOnceAndAddsThem() throws IOException {
        assertThat(trust()).isZero();
        assertThat(out.toString().lines().toList())
                .containsExactly(
                        "client  127.0.0.1:" + client.port() + "  " + client.fingerprint() + "  new",
                        "server  127.0.0.1:" + server.port() + "  " + server.fingerprint() + "  new",
                        "client: added to " + known,
                        "server: added to " + known);
        assertThat(questions).containsExactly("Do you vouch for these 2 keys (client, server)? yes or no: ");
        assertThat(Files.readAllLines(known)).hasSize(2);
        String before = Files.readString(known);
        out.getBuffer().setLength(0);
        assertThat(trust()).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.endsWith("  known"));
        assertThat(questions).hasSize(1);
        assertThat(known).hasContent(before);
    }

    @Test
    void onlyTheNamedHosts() throws IOException {
        assertThat(trust("server")).isZero();
        assertThat(out.toString()).startsWith("server  ").doesNotContain("client");
        assertThat(questions).containsExactly("Do you vouch for this key (server)? yes or no: ");
        assertThat(trust("sever")).isEqualTo(2);
        assertThat(err.toString()).contains("lab demo has no host 'sever'; it has: client, server");
    }

    @Test
    void aNoAddsNothing() {
        answer = Optional.of(false);
        assertThat(trust()).isEqualTo(3);
        assertThat(err.toString()).isEqualTo("pilab: nothing was added\n");
        assertThat(known).doesNotExist();
    }

    @Test
    void withoutATerminalNothingIsAddedUnlessYesIsGiven() {
        answer = Optional.empty();
        assertThat(trust()).isEqualTo(2);
        assertThat(err.toString()).contains("there is no terminal to ask on").contains("run it again with --yes");
        assertThat(known).doesNotExist();
        assertThat(trust("--yes")).isZero();
        assertThat(known).exists();
    }

    @Test
    void aChangedKeyIsNotReplacedByAYes() throws IOException {
        client.enrolAnotherKey();
        String before = Files.readString(known);
        assertThat(trust("--yes")).isEqualTo(3);
        assertThat(out.toString()).contains(client.fingerprint() + "  CHANGED");
        assertThat(err.toString())
                .isEqualTo(
                        "pilab: client: THE HOST KEY HAS CHANGED; the old one is still there (" + known + ":1). If you"
                                + " know why, run: ssh-keygen -R '[127.0.0.1]:" + client.port() + "' -f " + known
                                + " && pilab trust client, or: pilab trust --replace client\n");
        assertThat(Files.readString(known)).startsWith(before);
        assertThat(trust("--yes", "--replace", "client")).isZero();
        assertThat(Files.readString(known)).doesNotContain(before);
        assertThat(trust()).isZero();
    }

    @Test
    void aHostOutOfReachDoesNotKeepTheOthersFromBeingAdded() throws IOException {
        server.close();
        assertThat(trust("--yes")).isEqualTo(3);
        assertThat(out.toString()).contains("client: added to ");
        assertThat(err.toString())
                .startsWith("pilab: server: 127.0.0.1 port " + server.port() + " refuses connections");
    }

    @Test
    void answersInJson() throws IOException {
        assertThat(trust("--format", "json", "--yes", "client")).isZero();
        JsonNode host = new ObjectMapper().readTree(out.toString()).at("/hosts/0");
        assertThat(host.path("host").asText()).isEqualTo("client");
        assertThat(host.path("port").asInt()).isEqualTo(client.port());
        assertThat(host.path("type").asText() + " " + host.path("fingerprint").asText())
                .isEqualTo(client.fingerprint());
        assertThat(host.path("state").asText()).isEqualTo("new");
        assertThat(host.path("added").asBoolean()).isTrue();
        assertThat(host.path("known_hosts").asText()).isEqualTo(known.toString());
    }

    @Test
    void aJumpHostIsTrustedFirstAndThenWhatLiesBehindIt() throws IOException {
        try (TestingHost gate = new TestingHost(directory)) {
            gate.letIn();
            jump = "jump: 'gate@127.0.0.1:" + gate.port() + "'";
            assertThat(trust()).isZero();
            String name = "gate@127.0.0.1:" + gate.port();
            assertThat(questions)
                    .containsExactly(
                            "Do you vouch for this key (" + name + ")? yes or no: ",
                            "Do you vouch for these 2 keys (client, server)? yes or no: ");
            assertThat(out.toString().lines().filter(l -> l.contains(gate.fingerprint())))
                    .singleElement()
                    .asString()
                    .startsWith(name + "  127.0.0.1:" + gate.port())
                    .endsWith("  new");
            assertThat(out.toString())
                    .contains(name + ": added to " + known)
                    .contains("client  127.0.0.1:" + client.port() + "  " + client.fingerprint() + "  new");
            assertThat(Files.readAllLines(known)).hasSize(3);
            out.getBuffer().setLength(0);
            assertThat(trust("--format", "json")).isZero();
            JsonNode hosts = new ObjectMapper().readTree(out.toString()).path("hosts");
            assertThat(hosts)
                    .hasSize(3)
                    .allMatch(host -> host.path("state").asText().equals("known"));
            assertThat(hosts.findValuesAsText("jump_host")).containsExactly(name);
        }
    }

    @Test
    void aNoToTheJumpHostEndsItThere() throws IOException {
        try (TestingHost gate = new TestingHost(directory)) {
            jump = "jump: 'gate@127.0.0.1:" + gate.port() + "'";
            answer = Optional.of(false);
            assertThat(trust()).isEqualTo(3);
            assertThat(questions).hasSize(1);
            assertThat(out.toString()).doesNotContain(client.fingerprint());
            assertThat(known).doesNotExist();
        }
    }

    private int trust(String... args) {
        SshSettings settings =
                new SshSettings(Duration.ofSeconds(5), Duration.ofSeconds(2), 3, directory, file -> Optional.empty());
        TrustCommand command =
                new TrustCommand(file -> LabFile.parse("lab.yaml", lab()), new HostKeys(settings), text -> {
                    questions.add(text);
                    return answer;
                });
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(e.getMessage());
                    return e instanceof Failure failure ? failure.exitCode() : ExitCode.BROKEN;
                })
                .execute(args);
    }

    private String lab() {
        return """
                lab: demo
                ssh: { user: pi, known_hosts: %s, %s }
                hosts:
                  client:
                    role: client
                    address: 127.0.0.1
                    ssh: { port: %d }
                    interfaces: { eth0: { address: 10.0.0.1/24 } }
                  server:
                    role: server
                    address: 127.0.0.1
                    ssh: { port: %d }
                    interfaces: { eth0: { address: 10.0.0.2/24 } }
                """.formatted(known, jump, client.port(), server.port());
    }
}
