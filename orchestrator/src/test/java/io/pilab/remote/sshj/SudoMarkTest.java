package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.RemoteCommand;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes before a command's input reaches the command in neither shell, whether sudo reads the password or not. */
@Timeout(60)
class SudoMarkTest {
    private static final String SUDO = """
            #!%1$s
            while [ "$1" != -- ]; do shift; done
            shift
            if %2$s; then IFS= read -r password; [ "$password" = 'open sesame' ] || exit 1; fi
            exec "$@"
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"dash, true", "dash, false", "busybox, true", "busybox, false"})
    void theCommandFindsItsOwnInputToTheByte(String shell, boolean asks) throws Exception {
        Path program = program(shell);
        Files.createSymbolicLink(directory.resolve("sh"), program);
        Path sudo = Files.writeString(
                directory.resolve("sudo"), SUDO.formatted(directory.resolve("sh"), Boolean.toString(asks)));
        Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwx------"));
        CommandLines lines = new CommandLines("pi");
        byte[] input = new byte[300_000];
        new Random(7).nextBytes(input);
        byte[] before = lines.before("open sesame".toCharArray());
        RemoteCommand cat = RemoteCommand.of("cat").root();
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-c", lines.run(cat, true));
        if (shell.equals("busybox")) {
            builder.command().add(1, "sh");
        }
        builder.environment().put("PATH", directory + File.pathSeparator + System.getenv("PATH"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        ByteArrayOutputStream fed = new ByteArrayOutputStream();
        fed.write(before);
        fed.write(input);
        Thread feeder = new Thread(() -> feed(process.getOutputStream(), fed.toByteArray()));
        feeder.start();
        try (InputStream out = process.getInputStream()) {
            assertThat(lines.output(out.readAllBytes()).own()).isEqualTo(input);
        }
        feeder.join();
        assertThat(process.waitFor()).isZero();
        assertThat(new String(before, StandardCharsets.UTF_8)).startsWith("open sesame\npilab-");
    }

    private static void feed(OutputStream to, byte[] bytes) {
        try (to) {
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path program(String name) {
        return Path.of("/usr/bin", name).toFile().canExecute() ? Path.of("/usr/bin", name) : Path.of("/bin", name);
    }
}
