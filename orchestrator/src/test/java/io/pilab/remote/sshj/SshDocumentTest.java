package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.SshTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ssh_config examples of docs/ssh.md do what the text says. */
class SshDocumentTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sshconfig\n(.*?)^```$");
    private static final String HOME = System.getProperty("user.home");

    @TempDir
    Path directory;

    @Test
    void theExamplesLeadWhereTheTextSays() throws IOException {
        String text = Files.readString(Path.of("../docs/ssh.md"));
        List<String> blocks =
                BLOCK.matcher(text).results().map(found -> found.group(1)).toList();
        assertThat(blocks).hasSize(2);
        ResolvedTarget client = last(blocks.get(0), "bench-client");
        assertThat(client.identityFiles()).containsExactly(Path.of(HOME, ".ssh/lab"));
        assertThat(text)
                .contains("logs in as " + client + " and " + last(blocks.get(0), "bench-server") + ",")
                .contains("is " + last(blocks.get(1), "bench-client") + ".");
    }

    private ResolvedTarget last(String config, String address) throws IOException {
        Path file = Files.writeString(directory.resolve("config"), config);
        SshSettings settings = new SshSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                directory,
                key -> Optional.empty(),
                SshProgram.named(Optional.of(file.toString()), name -> Optional.empty()),
                name -> Optional.empty(),
                SudoPassword.NONE);
        SshTarget target = new SshTarget(
                address, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        List<ResolvedTarget> logins = new HopResolver("client", settings).to(target);
        return logins.get(logins.size() - 1);
    }
}
