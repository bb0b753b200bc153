package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.rig.TestingRig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The operator's own SSH settings, and hosts whose sudo wants a password. */
@ResourceLock(TestingRig.HERE)
class SshIT {
    private static final String PASSWORD = "open sesame";

    @TempDir
    private static Path folder;

    private static VirtualLab lab;
    private static Path aliases;
    private static Path config;

    @BeforeAll
    static void raise() throws IOException {
        lab = VirtualLab.up(folder, "ssh");
        aliases = Files.writeString(
                folder.resolve("aliases.yaml"),
                Files.readString(lab.file())
                        .replace("ssh: { user: pi }", "ssh: {}")
                        .replace("address: 172.31.0.133\n", "address: bench-client\n")
                        .replace("address: 172.31.0.218\n", "address: bench-server\n"));
        // the client is reached at its other address, by way of the server
        config = Files.writeString(folder.resolve("config"), """
                Host bench-client
                  HostName 172.31.0.173
                  ProxyJump bench-server
                Host bench-server
                  HostName 172.31.0.218
                  User pi
                Host *
                  IdentityFile %s
                  UserKnownHostsFile %s
                """.formatted(
                        lab.variable("PILAB_SSH_IDENTITY"), lab.variable("PILAB_SSH_KNOWN_HOSTS")));
        for (String host : List.of("client", "server")) {
            lab.inHost(
                    host,
                    "echo 'pi:" + PASSWORD
                            + "' | chpasswd && echo 'pi ALL=(ALL) ALL' > /etc/sudoers.d/010_pi-nopasswd");
        }
    }

    @AfterAll
    static void remove() {
        lab.down();
    }

    @Test
    void anAliasAndAJumpHostOfSshConfigAndThePasswordOfTheEnvironment() {
        PilabProcess.Ended plan = lab.pilabWith(aliases, with("PILAB_SUDO_PASSWORD=" + PASSWORD), "plan");

        assertThat(plan.exitCode()).describedAs(plan.all()).isZero();
        assertThat(plan.out()).contains("+ endpoint 172.31.0.173 dev wlan0 id 2 subflow");
        assertThat(plan.all()).doesNotContain(PASSWORD);
    }

    @Test
    void withoutAPasswordTheCureIsSaidForEachHost() {
        PilabProcess.Ended plan = lab.pilabWith(aliases, with(), "plan");

        assertThat(plan.exitCode()).describedAs(plan.all()).isEqualTo(3);
        assertThat(plan.err()).contains("sudo: a password is required. Cure: give the password: -K");
    }

    @Test
    void aWrongPasswordIsSaid() {
        PilabProcess.Ended plan = lab.pilabWith(aliases, with("PILAB_SUDO_PASSWORD=wrong"), "plan");

        assertThat(plan.exitCode()).describedAs(plan.all()).isEqualTo(3);
        assertThat(plan.err())
                .contains("sudo does not take the password for pi")
                .contains("it was tried once only");
    }

    @Test
    void withoutATerminalNobodyIsAsked() {
        PilabProcess.Ended plan = lab.pilabWith(aliases, with(), "plan", "-K");

        assertThat(plan.exitCode()).describedAs(plan.all()).isEqualTo(2);
        assertThat(plan.err())
                .contains("--ask-sudo-password got no password: ")
                .contains("PILAB_SUDO_PASSWORD can hold it instead");
    }

    @Test
    void onATerminalThePasswordIsAskedForAndNotShown() throws Exception {
        List<String> words = new ArrayList<>(with());
        words.addAll(PilabProcess.words());
        words.addAll(List.of("plan", "-K", "-f", aliases.toString()));
        Path typed = Files.writeString(folder.resolve("typed"), PASSWORD + "\n");
        String command = "exec env '" + String.join("' '", words) + "'";
        PilabProcess.Ended plan = new PilabProcess(folder)
                .run(
                        "rig",
                        "exec",
                        "-f",
                        lab.file().toString(),
                        "--",
                        "sh",
                        "-c",
                        "script -qec \"" + command + "\" /dev/null < " + typed);

        assertThat(plan.exitCode()).describedAs(plan.all()).isZero();
        assertThat(plan.out())
                .contains("sudo password on the hosts: ")
                .contains("+ endpoint 172.31.0.173 dev wlan0 id 2 subflow");
    }

    @Test
    void aHostThatTalksWithoutEndTakesNoMoreMemoryThanIsThere() {
        lab.inHost("client", "cp /home/pi/.bashrc /root/bashrc; echo 'yes; exit' >/home/pi/.bashrc");
        List<String> variables = List.of("PILAB_SUDO_PASSWORD=" + PASSWORD, "JAVA_TOOL_OPTIONS=-Xmx48m");
        PilabProcess.Ended doctor = lab.pilabWith(lab.file(), variables, "doctor");
        lab.inHost("client", "cp /root/bashrc /home/pi/.bashrc");

        assertThat(doctor.exitCode()).describedAs(doctor.all()).isEqualTo(4);
        assertThat(doctor.all())
                .contains("server: a run can be made", " wrote more than 4194304 bytes")
                .doesNotContain("OutOfMemory", "internal error");
    }

    @Test
    void programsOfSshConfigSeeNoSecret() throws IOException {
        Path seen = folder.resolve("seen");
        Path spying = Files.writeString(
                folder.resolve("spying"), "Match exec \"env > " + seen + "\"\nInclude " + config + "\n");
        List<String> variables = List.of(
                "PILAB_SSH_CONFIG=" + spying,
                "PILAB_SSH_IDENTITY=",
                "PILAB_SSH_KNOWN_HOSTS=",
                "PILAB_SSH_PASSPHRASE=a-passphrase",
                "PILAB_SUDO_PASSWORD=" + PASSWORD);
        PilabProcess.Ended plan = lab.pilabWith(aliases, variables, "plan");

        assertThat(plan.exitCode()).describedAs(plan.all()).isZero();
        assertThat(Files.readString(seen)).contains("PATH=").doesNotContain(PASSWORD, "a-passphrase");
    }

    @Test
    void theRigIsNotDisturbedByTheOperatorsConfig() {
        assertThat(lab.variable("PILAB_SSH_CONFIG")).isEqualTo("none");
    }

    private static List<String> with(String... more) {
        List<String> variables =
                new ArrayList<>(List.of("PILAB_SSH_CONFIG=" + config, "PILAB_SSH_IDENTITY=", "PILAB_SSH_KNOWN_HOSTS="));
        variables.addAll(List.of(more));
        return variables;
    }
}
