package io.pilab.remote.sshj;

import static io.pilab.remote.TestingRemote.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.RemoteCommand;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLinesTest {
    private final CommandLines pi = new CommandLines("pi");
    private final RemoteCommand root = RemoteCommand.of("ip", "link").root();

    @Test
    void onlyARootCommandOfAnotherUserGoesThroughSudo() {
        assertThat(pi.run(root, false)).contains("LC_ALL=C").endsWith(" sh sudo -n -- ip link");
        assertThat(pi.run(RemoteCommand.of("ip", "link"), false))
                .doesNotContain("sudo")
                .endsWith(" sh ip link");
        assertThat(new CommandLines("root").run(root, false)).doesNotContain("sudo");
        assertThat(pi.end(root, 42, false)).startsWith("exec sudo -n -- sh -c ").endsWith(" sh 42");
        assertThat(pi.end(RemoteCommand.of("x"), 42, false))
                .startsWith("exec sh -c ")
                .endsWith(" sh 42");
    }

    @Test
    void findsTheProcessGroupAmongOtherOutput() {
        String mark = pi.run(root, false).replaceAll("(?s).*(pilab-[0-9a-f-]{36}).*", "$1");
        String errors = "a login shell's greeting\n" + mark + " 4711\nthe command's own\n";
        assertThat(pi.group(errors)).contains(4711L);
        assertThat(pi.withoutMark(errors.getBytes(StandardCharsets.UTF_8)))
                .asString()
                .isEqualTo("the command's own\n");
        assertThat(pi.group(mark + " 47")).isEmpty();
        assertThat(pi.group("pilab-00000000-0000-0000-0000-000000000000 1\n")).isEmpty();
        assertThat(pi.withoutMark("plain\n".getBytes(StandardCharsets.UTF_8)))
                .asString()
                .isEqualTo("plain\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sudo: a password is required\n",
                "sudo: unable to resolve host pi: Name or service not known\nsudo: a password is required\n",
                "sudo: interactive authentication is required\n",
                "sudo: sorry, you must have a tty to run sudo\n",
                "pi is not in the sudoers file.\n",
                "pi is not in the sudoers file.  This incident will be reported.\n",
                "Sorry, user pi is not allowed to execute '/usr/sbin/ip link' as root on raspberrypi.\n"
            })
    void recognisesSudosRefusals(String errors) {
        String refusal = pi.refusal(root, result(1, "", errors)).orElseThrow();
        assertThat(errors).contains(refusal);
        assertThat(pi.cure(refusal))
                .contains("let pi become root without a password; on the host: echo 'pi ALL=(ALL) NOPASSWD: ALL' |");
    }

    @Test
    void recognisesAHostWithoutSudo() {
        String refusal = pi.refusal(root, result(127, "", "sh: 1: exec: sudo: not found\n"))
                .orElseThrow();
        assertThat(refusal).isEqualTo("sh: 1: exec: sudo: not found");
        assertThat(pi.cure(refusal)).isEqualTo("install sudo on the host, or log in as root");
    }

    @Test
    void aCommandThatFailsByItselfIsNotSudosRefusal() {
        assertThat(pi.refusal(root, result(1, "", "Cannot find device \"wlan9\"\n")))
                .isEmpty();
        assertThat(pi.refusal(root, result(1, "some output", "sudo: a password is required\n")))
                .isEmpty();
        assertThat(pi.refusal(root, result(2, "", "sudo: a password is required\n")))
                .isEmpty();
        assertThat(pi.refusal(RemoteCommand.of("sudo", "x"), result(1, "", "sudo: a password is required\n")))
                .isEmpty();
    }
}
