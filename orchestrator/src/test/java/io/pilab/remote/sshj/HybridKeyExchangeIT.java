package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.RemoteCommand;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real OpenSSH that knows nothing else. */
class HybridKeyExchangeIT {
    @TempDir
    Path directory;

    @Test
    void openSshAgreesOnTheSameKey() throws IOException {
        try (OpenSshServer server = new OpenSshServer(directory, "KexAlgorithms " + HybridKeyExchange.NAME)) {
            server.know("host_ed25519");
            // Often, since a leading zero in a secret comes up now and then only.
            for (int i = 0; i < 20; i++) {
                try (SshRemote remote =
                        new SshRemote("client", server.target("with-sudo", "ed25519"), server.settings())) {
                    remote.connect();
                    if (i == 0) {
                        assertThat(remote.exec(RemoteCommand.of("echo", "in")).text())
                                .isEqualTo("in\n");
                    }
                }
            }
        }
    }
}
