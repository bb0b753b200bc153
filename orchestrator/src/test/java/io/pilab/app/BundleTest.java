package io.pilab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.agent.ScriptFile;
import io.pilab.iperf3.Iperf3Cache.Kept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final String ROOT = "pilab-bundle-3.21/";
    private static final String SUM = "0123456789abcdef".repeat(4);
    private static final String BUILD = "iperf3-3.21_arm64_debian-12_glibc-2.36_0123456789ab_" + "f".repeat(64);

    @TempDir
    private Path folder;

    private final Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    @Test
    void itHoldsEverythingUnderOneFolder() throws IOException {
        bundle(List.of(new Kept(write(BUILD, "a build"), "f".repeat(64)))).write(target());
        read();
        assertThat(entries.keySet()).allMatch(name -> name.startsWith(ROOT));
        assertThat(texts)
                .containsEntry(ROOT + "pilab.jar", "pilab itself")
                .containsEntry(ROOT + "lab.yaml", "lab: x\n")
                .containsEntry(
                        ROOT + "scenarios/wlan0-down.yaml", Files.readString(Path.of("../scenarios/wlan0-down.yaml")))
                .containsKey(ROOT + "scenarios/faults/rate-limit.yaml")
                .containsEntry(ROOT + "cache/iperf3/iperf-3.21-0123456789ab.tar.gz", "the source")
                .containsEntry(ROOT + "cache/iperf3/" + BUILD, "a build");
        assertThat(ScriptFile.all().stream().map(ScriptFile::path))
                .contains("link.sh", "lib/common.sh")
                .allSatisfy(file -> assertThat(texts.get(ROOT + "agent-scripts/" + file))
                        .isEqualTo(Files.readString(Path.of("../agent-scripts", file))));
        assertThat(entries.get(ROOT + "pilab").getMode() & 0111).isEqualTo(0111);
        assertThat(entries.get(ROOT + "lab.yaml").getMode() & 0111).isZero();
    }

    @Test
    void itsReadmeHasTheExactCommands() throws IOException {
        bundle(List.of(new Kept(write(BUILD, "a build"), "f".repeat(64)))).write(target());
        read();
        assertThat(texts.get(ROOT + "README.txt"))
                .contains("    ./pilab run -f lab.yaml scenarios/wlan0-down.yaml\n")
                .contains(
                        "    tar -xzf lab.tar.gz\n    cd pilab-bundle-3.21\n",
                        "    ./pilab apply -f lab.yaml\n",
                        "    arm64, debian-12, glibc-2.36\n",
                        "build.sh start 3.21 tarball \\\n      /PATH/TO/iperf-3.21-0123456789ab.tar.gz \\\n      "
                                + SUM)
                .doesNotContain("@");
        assertThat(texts.get(ROOT + "README.txt").lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void withoutABuildItSaysHowToGetOne() throws IOException {
        bundle(List.of()).write(target());
        read();
        assertThat(texts.get(ROOT + "README.txt"))
                .contains("(none; apply to a Pi like it, then make the bundle again)");
    }

    @Test
    void whatCanNotBeWrittenIsToldAndLeavesNothing() throws IOException {
        Bundle missing = new Bundle("3.21", tarball(), List.of(), folder.resolve("no.jar"), "lab: x\n");
        assertThatThrownBy(() -> missing.write(target())).isInstanceOf(UncheckedIOException.class);
        assertThat(target()).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**/.pilab-bundle*");
        Path nowhere = folder.resolve("nowhere/lab.tar.gz");
        assertThatThrownBy(() -> bundle(List.of()).write(nowhere))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot write " + nowhere + ": ");
    }

    private Bundle bundle(List<Kept> builds) throws IOException {
        return new Bundle("3.21", tarball(), builds, write("pilab.jar", "pilab itself"), "lab: x\n");
    }

    private Kept tarball() throws IOException {
        return new Kept(write("given.tar.gz", "the source"), SUM);
    }

    private Path target() {
        return folder.resolve("lab.tar.gz");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void read() throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(target())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry);
                texts.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
}
