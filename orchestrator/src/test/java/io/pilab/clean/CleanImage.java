package io.pilab.clean;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import io.pilab.rig.CleanRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** The images of hosts that nobody has set up yet, imported from what {@link CleanRoot} made; no registry. */
public final class CleanImage {
    private CleanImage() {}

    /** Debian of this release without compiler, headers, git or iperf3. */
    public static synchronized String bare(String suite) {
        CleanRoot root = CleanRoot.of(suite);
        String image = "pilab-clean-" + suite + ":" + root.key();
        if (!exists(image)) {
            load(root, image);
        }
        return image;
    }

    /** Likewise with what a build needs, as an earlier apply would have left it. */
    public static synchronized String withTools(String suite) {
        String bare = bare(suite);
        String image = bare.replace(":", "-tools:");
        if (!exists(image)) {
            try (CleanHost host = CleanHost.start(bare, "tools")) {
                host.must("apt-get update -q && apt-get install -y -q --no-install-recommends gcc make libc6-dev git"
                        + " ca-certificates");
                String[] name = image.split(":");
                client().commitCmd(host.id())
                        .withRepository(name[0])
                        .withTag(name[1])
                        .exec();
            }
        }
        return image;
    }

    /** By the client, since an import through the library ends before the file does. */
    private static void load(CleanRoot root, String image) {
        try {
            Path tar = root.tarball(line -> System.err.println("clean hosts: " + line));
            Process docker = new ProcessBuilder("docker", "import", tar.toString(), image)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(docker.waitFor()).describedAs("docker import " + tar).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean exists(String image) {
        try {
            client().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    static DockerClient client() {
        return DockerClientFactory.instance().client();
    }
}
