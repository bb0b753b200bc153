package io.pilab.remote;

import static io.pilab.remote.TestingRemote.result;
import static io.pilab.remote.TestingRemote.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Accounts that take a login and then run no command, or another one. */
class AgentAccountTest {
    private final TestingRemote host = new TestingRemote("client");

    private void refused(String said) {
        assertThatThrownBy(() -> new Agent(host).install())
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteException.RemoteFailure.NO_COMMANDS))
                .hasMessageStartingWith(
                        "client: the account takes the login but does not run our commands" + said
                                + ". Its shell is nologin, or sshd forces another command on it (ForceCommand, SFTP only): name");
    }

    @Test
    void aShellThatIsNone() {
        host.answer(words -> true, command -> result(1, "This account is currently not available.\n", ""));
        refused(" (it says: This account is currently not available.)");
    }

    @Test
    void aForcedCommandThatIsPleasedWithItself() {
        host.answer(words -> true, "1) status\n2) \u001b[2Jquit\n");
        refused(" (it says: 1) status 2) [2Jquit)");
    }

    @Test
    void aForcedCommandThatSaysNothing() {
        host.answer(words -> true, command -> result(1, "", ""));
        refused("");
    }

    @Test
    void aShellThatGreetsIsOne() {
        host.answer(words("test"), "Welcome\n").answer(words("echo"), "Welcome\npilab-runs-commands\n");
        new Agent(host).install();
        assertThat(host.verbs()).hasSize(3);
    }
}
