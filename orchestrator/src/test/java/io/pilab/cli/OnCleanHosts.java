package io.pilab.cli;

import io.pilab.clean.CleanImage;
import io.pilab.clean.Engine;
import io.pilab.clean.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests on hosts as they come, with a lab for each test. */
abstract class OnCleanHosts {
    @TempDir
    Path folder;

    CleanLab lab;

    @BeforeAll
    static void engine() {
        Engine.need();
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    /** A server with the tools to build with, a client of that image, and this source as their tarball. */
    void start(String clientImage, StandIn source) throws IOException {
        lab = CleanLab.start(folder, clientImage, CleanImage.withTools("trixie"), "");
        lab.iperf3(CleanLab.tarball(source.tarball(folder)));
    }

    /** Likewise, the client with the tools as well, and of another release: neither waits for the other's build. */
    void start(String... traits) throws IOException {
        start(CleanImage.withTools("bookworm"), StandIn.of(traits));
    }
}
