package io.pilab.remote;

import static io.pilab.remote.TestingRemote.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalingRemoteTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final TestingRemote host = new TestingRemote("client");
    private final List<JournalEntry> journal = new ArrayList<>();
    private Instant now = BEGIN;
    private final Remote remote = new JournalingRemote(host, () -> now, journal::add);

    @Test
    void writesWhatACommandDidAndNotWhatItReadOrWrote() {
        host.answer(words("ip"), command -> {
            now = now.plusMillis(1500);
            return TestingRemote.result(3, "secret", "secret");
        });
        remote.exec(RemoteCommand.of("ip", "link").root().input("secret".getBytes(StandardCharsets.UTF_8)));
        assertThat(journal)
                .containsExactly(new JournalEntry(
                        "2026-01-01T00:00:00Z",
                        1.5,
                        "client",
                        "exec",
                        List.of("ip", "link"),
                        true,
                        Optional.of(3),
                        Optional.empty()));
        assertThat(journal.toString()).doesNotContain("secret");
    }

    @Test
    void anEntryIsJson() throws Exception {
        remote.connect();
        ObjectMapper mapper = new ObjectMapper().registerModule(new Jdk8Module());
        assertThat(mapper.writeValueAsString(journal.get(0)))
                .isEqualTo("{\"at\":\"2026-01-01T00:00:00Z\",\"took\":0.0,\"host\":\"client\",\"verb\":\"connect\","
                        + "\"words\":[],\"asRoot\":false,\"exitCode\":null,\"failure\":null}");
    }

    @Test
    void writesFailuresAndPassesThemOn() {
        RemoteException failure = new RemoteException("client", RemoteFailure.UNREACHABLE, "no route");
        host.failConnect(failure);
        assertThatThrownBy(remote::connect).isSameAs(failure);
        assertThat(journal.get(0).verb()).isEqualTo("connect");
        assertThat(journal.get(0).failure()).contains("client: no route");
        assertThat(journal.get(0).exitCode()).isEmpty();
    }

    @Test
    void writesEveryVerb(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "x");
        remote.connect();
        remote.put(file, "/there");
        remote.get("/there", folder.resolve("b"));
        remote.close();
        assertThat(journal)
                .extracting(entry -> entry.verb() + " " + String.join(" ", entry.words()))
                .containsExactly("connect ", "put " + file + " /there", "get /there " + folder.resolve("b"), "close ");
        assertThat(folder.resolve("b")).hasContent("x");
    }

    @Test
    void aJournalThatFailsChangesNoAnswer() {
        Remote full = new JournalingRemote(host, () -> now, entry -> {
            throw new IllegalStateException("no space left");
        });
        host.answer(words("ip"), command -> TestingRemote.result(3, "", ""));
        full.connect();
        assertThat(full.exec(RemoteCommand.of("ip", "link")).exitCode()).isEqualTo(3);
        full.close();

        RemoteException failure = new RemoteException("client", RemoteFailure.UNREACHABLE, "no route");
        host.failConnect(failure);
        assertThatThrownBy(full::connect).isSameAs(failure);
    }
}
