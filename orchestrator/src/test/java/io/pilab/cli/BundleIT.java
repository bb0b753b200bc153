package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle is unpacked by tar and is a pilab by itself. */
class BundleIT {
    /** SHA-256 of the text "source". */
    private static final String SUM = "41cf6794ba4200b839c53531555f0f3998df4cbb01a4d5cb0b94e3ca5e23947d";

    @TempDir
    private Path folder;

    @Test
    void whatItUnpacksToNeedsNothingOfThisMachineButJava() throws Exception {
        Path lab = lab("sha256: " + SUM + ", tarball: iperf.tar.gz");
        Files.writeString(folder.resolve("iperf.tar.gz"), "source");
        PilabProcess pilab = new PilabProcess(folder).with("PILAB_CACHE", folder.resolve("cache") + "");

        PilabProcess.Ended made = pilab.run("bundle", "-f", lab.toString(), "-o", "b.tar.gz", "--format", "json");
        assertThat(made.exitCode()).describedAs(made.all()).isZero();
        assertThat(made.out())
                .isEqualTo("{\"file\":\"b.tar.gz\",\"iperf3\":\"3.21\",\"sha256\":\"" + SUM + "\",\"builds\":[]}\n");

        assertThat(words("tar", "-xzf", "b.tar.gz").exitCode()).isZero();
        Path unpacked = folder.resolve("pilab-bundle-3.21");
        PilabProcess.Ended valid =
                words(unpacked.resolve("pilab").toString(), "validate", "-f", unpacked + "/lab.yaml");
        assertThat(valid.out()).endsWith("lab.yaml: valid (lab blog-demo: 2 hosts, 1 pair)\n");

        // The tarball that the lab file names is not in the bundle's folder: the bundle's own cache has it.
        PilabProcess.Ended again = words(
                unpacked.resolve("pilab").toString(), "bundle", "-f", unpacked + "/lab.yaml", "-o", "again.tar.gz");
        assertThat(again.exitCode()).describedAs(again.all()).isZero();
        assertThat(again.out())
                .isEqualTo("again.tar.gz: iperf3 3.21, builds for: none; its README.txt says how to use it\n");
    }

    @Test
    void aTarballThatIsAnotherOneIsRefusedWithBothSums() throws IOException {
        Path lab = lab("tarball: iperf.tar.gz");
        Files.writeString(folder.resolve("iperf.tar.gz"), "source");
        PilabProcess.Ended refused = new PilabProcess(folder).run("bundle", "-f", lab.toString(), "-o", "b.tar.gz");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .contains(
                        "pilab: no tarball of iperf3 3.21:\n  tarball: " + folder.resolve("iperf.tar.gz"),
                        SUM,
                        "656e4405ebd620121de7ceca3eaf43a88f79ea1b857d041a6a0b1314801acdd8");
        assertThat(folder.resolve("b.tar.gz")).doesNotExist();
    }

    private PilabProcess.Ended words(String... words) throws InterruptedException {
        return new PilabProcess(folder).startWords(List.of(words)).await();
    }

    private Path lab(String iperf3) throws IOException {
        String example = Files.readString(Path.of("../lab.yaml.example"));
        return Files.writeString(
                folder.resolve("lab.yaml"),
                example.replaceAll("(?ms)^iperf3:\n.*?\n\n", "iperf3: { " + iperf3 + " }\n\n"));
    }
}
