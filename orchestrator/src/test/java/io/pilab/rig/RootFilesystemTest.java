package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootFilesystemTest {
    @TempDir
    private Path cache;

    private final List<Path> made = new ArrayList<>();

    @Test
    void isMadeOnceAndRenamedAtTheEnd() {
        Path first = rootFilesystem(Map.of()).ensure(line -> {});
        Path second = rootFilesystem(Map.of()).ensure(line -> {});

        assertThat(first).isEqualTo(second).isDirectory().hasParent(cache);
        assertThat(first.getFileName().toString()).startsWith("root-forky-");
        assertThat(made).hasSize(1);
        assertThat(made.get(0)).doesNotExist();
    }

    @Test
    void holdsNothingThatHostsMustNotShare() {
        Path root = rootFilesystem(Map.of()).ensure(line -> {});

        assertThat(root.resolve("etc/ssh/ssh_host_rsa_key")).doesNotExist();
        assertThat(root.resolve("etc/ssh/sshd_config")).exists();
        assertThat(root.resolve("etc/resolv.conf")).doesNotExist();
    }

    @Test
    void theRemainsOfAKilledAttemptAreRemoved() throws IOException {
        Path root = rootFilesystem(Map.of()).ensure(line -> {});
        Path partial = Files.createDirectories(root.resolveSibling(root.getFileName() + ".partial"));
        Files.writeString(partial.resolve("remains"), "");
        Files.delete(root.resolve("etc/pilab-root"));

        rootFilesystem(Map.of()).ensure(line -> {});

        assertThat(made).as("without its marker it is made again").hasSize(2);
        assertThat(root.resolve("remains")).doesNotExist();
        assertThat(partial).doesNotExist();
    }

    @Test
    void aFailedAttemptIsNotTakenForARootFilesystem() {
        RootFilesystem.Bootstrap failing = (target, suite, include, progress) -> {
            throw new RigException(RigException.RigFailure.BROKEN, "no network");
        };
        RootFilesystem broken = RootFilesystem.of(Map.of("PILAB_CACHE", cache.toString()), failing);

        assertThatThrownBy(() -> broken.ensure(line -> {})).hasMessage("no network");
        rootFilesystem(Map.of()).ensure(line -> {});
        assertThat(made).hasSize(1);
    }

    @Test
    void aReadyOneIsUsedAsItIs() throws IOException {
        Path ready = cache.resolve("ready");
        Map<String, String> environment = Map.of("PILAB_ROOT_FILESYSTEM", ready.toString());
        assertThatThrownBy(() -> rootFilesystem(environment).ensure(line -> {}))
                .hasMessage("PILAB_ROOT_FILESYSTEM: " + ready + " holds no usr/sbin/sshd");

        Path sshd = Files.createDirectories(ready.resolve("usr/sbin")).resolve("sshd");
        assertThat(Files.createFile(sshd).toFile().setExecutable(true)).isTrue();

        assertThat(rootFilesystem(environment).ensure(line -> {})).isEqualTo(ready);
        assertThat(made).isEmpty();
    }

    @Test
    void aPathThatAnOverlayCanNotTakeIsRefused() {
        RootFilesystem odd = rootFilesystem(Map.of("PILAB_CACHE", "/tmp/a:b"));

        assertThatThrownBy(() -> odd.ensure(line -> {}))
                .hasMessageStartingWith("'/tmp/a:b/root-forky-")
                .hasMessageEndingWith("holds a comma, colon or backslash; choose another path");
    }

    private RootFilesystem rootFilesystem(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of("PILAB_CACHE", cache.toString()));
        all.putAll(environment);
        return RootFilesystem.of(all, (target, suite, include, progress) -> populate(target));
    }

    private void populate(Path target) {
        made.add(target);
        try {
            Files.createDirectories(target.resolve("etc/ssh"));
            Files.writeString(target.resolve("etc/ssh/ssh_host_rsa_key"), "secret");
            Files.writeString(target.resolve("etc/ssh/sshd_config"), "");
            Files.writeString(target.resolve("etc/resolv.conf"), "nameserver 192.0.2.1\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
