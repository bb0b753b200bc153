package io.pilab.remote.sshj;

import io.pilab.remote.Remote;
import io.pilab.remote.RemoteContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a server within this JVM. */
class EmbeddedRemoteTest extends RemoteContract {
    @TempDir
    static Path directory;

    private static EmbeddedServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new EmbeddedServer(directory).enrolled();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    protected Remote create() {
        return new SshRemote("client", server.target(), server.settings());
    }

    @Override
    protected void dropConnections() {
        server.dropConnections();
    }
}
