package io.pilab.remote.sshj;

import static io.pilab.remote.TestingRemote.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.RemoteCommand;
import io.pilab.remote.sshj.CommandLines.Started;
import io.pilab.remote.sshj.CommandLines.Stream;
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
        assertThat(pi.end(root, new Started(42, 43), false))
                .startsWith("exec sudo -n -- sh -c ")
                .endsWith(" sh 42 43");
        assertThat(pi.end(RemoteCommand.of("x"), new Started(42, 43), false))
                .startsWith("exec sh -c ")
                .endsWith(" sh 42 43");
    }

    @Test
    void findsTheCommandsProcessAmongOtherOutput() {
        assertThat(pi.started("a login shell's greeting\n" + mark() + " 4711 4712\nits own\n"))
                .contains(new Started(4711, 4712));
        assertThat(pi.started(mark() + " 47")).isEmpty();
        assertThat(pi.started(mark() + " 99999999999999999999 1\n")).isEmpty();
        assertThat(pi.started("pilab-00000000-0000-0000-0000-000000000000 1 2\n"))
                .isEmpty();
    }

    @Test
    void whatStandsBetweenTheMarksIsTheCommandsOwnToTheByte() {
        String own = "no line end, and é \n\n" + "\u0000x";
        Stream out = pi.output(bytes("Welcome\n" + mark() + "\n" + own + mark() + "\nBye\n"));
        assertThat(out.own()).isEqualTo(bytes(own));
        assertThat(out.around()).isEqualTo("Welcome\nBye\n");
        assertThat(out.whole()).isTrue();
        Stream errors = pi.errors(bytes("Welcome\n" + mark() + " 1 2\n" + own + mark() + "\nBye\n"));
        assertThat(errors.own()).isEqualTo(bytes(own));
        assertThat(errors.around()).isEqualTo("Welcome\nBye\n");
    }

    @Test
    void anAnswerThatIsCutOrSomebodyElsesIsKnown() {
        Stream cut = pi.output(bytes("Welcome\n" + mark() + "\nhalf of it"));
        assertThat(cut.begun()).isTrue();
        assertThat(cut.whole()).isFalse();
        assertThat(cut.own()).asString().isEqualTo("half of it");
        Stream foreign = pi.output(bytes("This account is currently not available.\n"));
        assertThat(foreign.begun()).isFalse();
        assertThat(foreign.own()).asString().isEqualTo("This account is currently not available.\n");
    }

    private String mark() {
        return pi.run(root, false).replaceAll("(?s).*?(pilab-[0-9a-f-]{36}).*", "$1");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
