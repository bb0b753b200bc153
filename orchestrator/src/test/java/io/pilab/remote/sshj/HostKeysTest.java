package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.lab.SshTarget;
import io.pilab.remote.HostKey;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeysTest {
    @TempDir
    Path directory;

    private EmbeddedServer server;
    private HostKeys keys;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        server = new EmbeddedServer(directory);
        keys = new HostKeys(server.settings());
        file = directory.resolve("known_hosts");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void whatIsNotUtf8InTheFileStaysAsItIs() throws IOException {
        server.append("# K");
        Files.write(file, new byte[] {(byte) 0xfc, '\n'}, StandardOpenOption.APPEND);
        server.know(EmbeddedServer.ecdsa().getPublic());
        HostKey key = fetch(server.target());
        assertThat(key.state()).isEqualTo(HostKey.KeyState.CHANGED);
        keys.replace(key);
        assertThat(Files.readAllBytes(file)).contains((byte) 0xfc);
        assertThat(fetch(server.target()).state()).isEqualTo(HostKey.KeyState.KNOWN);
    }

    @Test
    void aNewKeyIsShownEnrolledAndThenKnown() throws IOException {
        HostKey key = fetch(server.target());
        assertThat(key.state()).isEqualTo(HostKey.KeyState.NEW);
        assertThat(key.type()).isEqualTo("ECDSA");
        assertThat(key.fingerprint())
                .isEqualTo(Fingerprint.sha256(server.hostKey().getPublic()));
        assertThat(file).doesNotExist();
        keys.enrol(key);
        assertThat(Files.readString(file))
                .isEqualTo("[127.0.0.1]:" + server.port() + " ecdsa-sha2-nistp256 "
                        + Fingerprint.base64(server.hostKey().getPublic()) + "\n");
        HostKey again = fetch(server.target());
        assertThat(again.state()).isEqualTo(HostKey.KeyState.KNOWN);
        assertThat(again.place()).contains(file + ":1");
        server.accept(server.writeKey("id_ecdsa", EmbeddedServer.ecdsa(), ""));
        try (SshRemote remote = new SshRemote("client", server.target(), server.settings())) {
            remote.connect();
            assertThat(remote.exec(RemoteCommand.of("echo", "in")).text()).isEqualTo("in\n");
        }
    }

    @Test
    void aFileThatIsNotThereIsMadeForItsOwnerOnly() throws IOException {
        Path own = directory.resolve("new").resolve("file");
        SshTarget target = new SshTarget("127.0.0.1", server.port(), "pi", Optional.empty(), Optional.of(own));
        keys.enrol(fetch(target));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aLastLineWithoutAnEndStaysALine() throws IOException {
        Files.writeString(file, "# last line");
        keys.enrol(fetch(server.target()));
        assertThat(Files.readString(file)).startsWith("# last line\n[127.0.0.1]:");
    }

    @Test
    void aChangedKeyIsReplacedOnDemandOnlyAndTheOldFileKept() throws IOException {
        PublicKey old = EmbeddedServer.ecdsa().getPublic();
        Files.writeString(file, "# first\n");
        server.know(old);
        server.append("other " + Fingerprint.algorithm(old) + " " + Fingerprint.base64(old));
        String before = Files.readString(file);
        HostKey key = fetch(server.target());
        assertThat(key.state()).isEqualTo(HostKey.KeyState.CHANGED);
        assertThat(key.place()).contains(file + ":2");
        assertThat(key.cure()).contains("ssh-keygen -R '[127.0.0.1]:" + server.port() + "' -f " + file);
        assertThat(Files.readString(file)).isEqualTo(before);
        keys.replace(key);
        assertThat(Files.readString(file))
                .isEqualTo("# first\nother " + Fingerprint.algorithm(old) + " " + Fingerprint.base64(old) + "\n"
                        + key.entry() + "\n");
        assertThat(directory.resolve("known_hosts.old")).hasContent(before);
        assertThat(fetch(server.target()).state()).isEqualTo(HostKey.KeyState.KNOWN);
    }

    @Test
    void aPatternIsNotReplaced() {
        PublicKey old = EmbeddedServer.ecdsa().getPublic();
        server.append(
                "[127.0.0.*]:" + server.port() + " " + Fingerprint.algorithm(old) + " " + Fingerprint.base64(old));
        HostKey key = fetch(server.target());
        assertThat(key.state()).isEqualTo(HostKey.KeyState.CHANGED);
        assertThatThrownBy(() -> keys.replace(key))
                .isInstanceOf(RemoteException.class)
                .hasMessage("client: the line " + file + ":1 speaks for more than this host; correct it by hand");
    }

    private HostKey fetch(SshTarget target) {
        List<HostKey> way = keys.fetch("client", target);
        assertThat(way).hasSize(1);
        return way.get(0);
    }
}
