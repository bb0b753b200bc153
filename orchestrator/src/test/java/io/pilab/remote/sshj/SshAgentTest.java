package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent that says something else than an agent should. */
@Timeout(30)
class SshAgentTest {
    @TempDir
    Path directory;

    @Test
    void readsKeysAndDefusesTheirComments() throws IOException {
        byte[] blob = string("ssh-ed25519");
        ByteBuffer body = ByteBuffer.allocate(200).put((byte) 12).putInt(1);
        body.putInt(blob.length).put(blob).put(string("a\u001b[2Jb"));
        List<AgentKey> keys = keys(framed(body));
        assertThat(keys).hasSize(1);
        assertThat(keys.get(0).toString()).startsWith("'a?[2Jb' of the agent (ED25519 SHA256:");
    }

    @Test
    void refusesAnAnswerThatIsTooLong() {
        failing(ByteBuffer.allocate(4).putInt(300 << 10).array()).hasMessage("its answer would be 307200 bytes long");
        failing(ByteBuffer.allocate(4).putInt(-1).array()).hasMessage("its answer would be 4294967295 bytes long");
        failing(ByteBuffer.allocate(4).putInt(0).array()).hasMessage("its answer would be 0 bytes long");
    }

    @Test
    void refusesMoreKeysThanAnybodyHas() {
        failing(framed(ByteBuffer.allocate(5).put((byte) 12).putInt(1_000_000)))
                .hasMessage("it claims to hold 1000000 keys");
        failing(framed(ByteBuffer.allocate(5).put((byte) 12).putInt(-1))).hasMessageContaining("4294967295 keys");
    }

    @Test
    void refusesWhatIsCutShortOrSomethingElse() {
        failing(new byte[0]).hasMessage("it hung up");
        failing(new byte[] {0, 0, 0, 9, 12}).hasMessage("it hung up");
        failing(framed(ByteBuffer.allocate(1).put((byte) 5))).hasMessage("it refuses");
        failing(framed(ByteBuffer.allocate(9).put((byte) 12).putInt(1).putInt(500)))
                .hasMessage("its answer cannot be read");
    }

    @Test
    void anAgentThatIsNotThere() {
        assertThatThrownBy(() -> new SshAgent(directory.resolve("none")).keys()).isInstanceOf(IOException.class);
    }

    private AbstractThrowableAssert<?, ?> failing(byte[] answer) {
        return assertThatThrownBy(() -> keys(answer)).isInstanceOf(IOException.class);
    }

    private List<AgentKey> keys(byte[] answer) throws IOException {
        Path socket = directory.resolve("agent");
        try (TestingAgent agent = new TestingAgent(socket, answer)) {
            return AgentKey.of(new SshAgent(socket));
        }
    }

    private static byte[] framed(ByteBuffer body) {
        byte[] bytes = new byte[body.flip().remaining()];
        body.get(bytes);
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
