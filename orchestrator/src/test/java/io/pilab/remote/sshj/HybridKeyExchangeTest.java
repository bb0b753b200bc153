package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.remote.RemoteCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HybridKeyExchangeTest {
    @TempDir
    Path directory;

    private final Set<String> agreed = new ConcurrentSkipListSet<>();

    /** Some times, since secrets with certain first bytes are hashed unlike others where numbers and strings are mixed up. */
    private void connect(EmbeddedServer server, int times) {
        server.server().addSessionListener(new SessionListener() {
            @Override
            public void sessionEvent(Session session, Event event) {
                if (event == Event.KexCompleted) {
                    agreed.add(session.getNegotiatedKexParameter(KexProposalOption.ALGORITHMS));
                }
            }
        });
        for (int i = 0; i < times; i++) {
            try (SshRemote remote = new SshRemote("client", server.target(), server.settings())) {
                remote.connect();
                if (i == 0) {
                    assertThat(remote.exec(RemoteCommand.of("echo", "in")).text())
                            .isEqualTo("in\n");
                }
            }
        }
    }

    @Test
    void aServerWithoutItGetsTheOneBefore() throws IOException {
        try (EmbeddedServer server = new EmbeddedServer(directory).enrolled()) {
            server.server()
                    .setKeyExchangeFactories(server.server().getKeyExchangeFactories().stream()
                            .filter(factory -> !factory.getName().startsWith("mlkem"))
                            .toList());
            connect(server, 1);
            assertThat(agreed).containsExactly("curve25519-sha256");
        }
    }

    @Test
    void anAnswerOfAnotherLengthIsRefused() throws GeneralSecurityException {
        HybridSecret secret = new HybridSecret();
        assertThat(secret.offer()).hasSize(1184 + 32);
        for (int length : List.of(0, 32, 1119, 1121)) {
            assertThatThrownBy(() -> secret.agree(new byte[length])).hasMessage("the answer has " + length + " bytes");
        }
        assertThatThrownBy(() -> secret.agree(new byte[1120])).isInstanceOf(GeneralSecurityException.class);
    }
}
