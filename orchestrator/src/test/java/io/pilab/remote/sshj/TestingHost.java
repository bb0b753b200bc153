package io.pilab.remote.sshj;

import java.io.IOException;
import java.nio.file.Path;

/** An SSH server on loopback, for tests of other packages. */
public final class TestingHost implements AutoCloseable {
    private final EmbeddedServer server;
    private final int port;

    /** A server with a new key; known_hosts is in the directory. */
    public TestingHost(Path directory) throws IOException {
        server = new EmbeddedServer(directory);
        port = server.port();
    }

    public int port() {
        return port;
    }

    /** Makes a key for the user, the usual one, and lets it in. */
    public void letIn() {
        server.accept(server.writeKey("id_ecdsa", EmbeddedServer.ecdsa(), ""));
    }

    /** Type and SHA-256 of its host key. */
    public String fingerprint() {
        return Fingerprint.of(server.hostKey().getPublic());
    }

    /** Writes a key into known_hosts that this host does not have. */
    public void enrolAnotherKey() {
        server.know(EmbeddedServer.ecdsa().getPublic());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
