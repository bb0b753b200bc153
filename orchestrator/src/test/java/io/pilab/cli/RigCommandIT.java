package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.rig.TestingRig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The commands as a user types them. */
@ResourceLock(TestingRig.HERE)
class RigCommandIT {
    private static final String LAB = "it-" + ProcessHandle.current().pid() + "-cli";

    @TempDir
    private Path directory;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void lab() throws IOException {
        Files.writeString(directory.resolve("lab.yaml"), """
                lab: %s
                hosts:
                  client:
                    role: client
                    address: 10.0.0.1
                    interfaces:
                      eth0: { address: 10.0.0.1/24 }
                      wlan0: { address: 10.0.0.2/24 }
                  server:
                    role: server
                    address: 10.0.0.3
                    interfaces:
                      eth0: { address: 10.0.0.3/24 }
                      wlan0: { address: 10.0.0.4/24 }
                """.formatted(LAB));
    }

    @AfterEach
    void down() {
        run("down");
    }

    @Test
    void aRigFromUpToDown() throws IOException {
        assertThat(run("status")).isEqualTo(ExitCode.BROKEN);
        assertThat(out.toString()).endsWith("rig " + LAB + " is not up; start it with: pilab rig up\n");
        assertThat(run("exec", "true")).isEqualTo(ExitCode.BROKEN);
        assertThat(err.toString()).isEqualTo("pilab: rig " + LAB + " is not up; start it with: pilab rig up\n");

        assertThat(run("up")).as(err.toString()).isZero();
        assertThat(err.toString()).contains("rig " + LAB + ": starting 2 hosts");
        assertThat(out.toString()).contains("client           up ").contains("eth0 10.0.0.1/24, wlan0 10.0.0.2/24");

        assertThat(run("status", "--format", "json")).isZero();
        JsonNode status = new ObjectMapper().readTree(out.toString());
        assertThat(status.at("/up").asBoolean()).isTrue();
        assertThat(status.at("/hosts/1/host").asText()).isEqualTo("server");
        assertThat(status.at("/hosts/1/pid").asLong()).isPositive();

        assertThat(list()).isZero();
        assertThat(out.toString()).containsPattern("(?m)^" + LAB + " +up +2 of 2 run$");
        changeTheLab();
        assertThat(run("up")).isEqualTo(ExitCode.BROKEN);
        assertThat(err.toString())
                .contains(
                        "rig " + LAB + " is up, raised from a lab file that differs from this one; it was left alone.");
        assertThat(run("status")).isZero();

        assertThat(run("exec", "--", "sh", "-c", "exit 17")).isEqualTo(17);
        assertThat(run("exec", "--on", "server", "sh", "-c", "test $(hostname) = server && exit 18"))
                .isEqualTo(18);

        assertThat(run("down")).isZero();
        assertThat(err.toString()).isEqualTo("the rig is removed\n");
        assertThat(run("down")).isZero();
        assertThat(err.toString()).isEqualTo("there is no rig\n");
    }

    private void changeTheLab() throws IOException {
        Path lab = directory.resolve("lab.yaml");
        Files.writeString(lab, Files.readString(lab) + "rig: { uplink: 50mbit }\n");
    }

    private int list() {
        out = new StringWriter();
        return Main.run(new PrintWriter(out), new PrintWriter(err), "rig", "list");
    }

    private int run(String command, String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> words = new ArrayList<>(
                List.of("rig", command, "-f", directory.resolve("lab.yaml").toString()));
        words.addAll(Arrays.asList(arguments));
        return Main.run(new PrintWriter(out), new PrintWriter(err), words.toArray(String[]::new));
    }
}
