package io.pilab.iperf3;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilab.host.HostException;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Iperf3Install.InstallSource;
import io.pilab.record.HostFacts.Iperf3Binary;
import io.pilab.time.TestingTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** iperf3 for a host that answers as the agent scripts do, from a server that has nothing. */
abstract class OnBuildHost {
    static final Iperf3Binary BUILT = new Iperf3Binary("/opt/iperf3-3.21/bin/iperf3", "3.21", true);
    static final Iperf3Binary NEWER = new Iperf3Binary("/usr/bin/iperf3", "3.22", true);
    static final String COMMIT = "d39cf41526626b4e5a130f115d931cd6cbdffc19";
    static final String GIT = "build.sh start 3.21 git https://github.com/esnet/iperf.git 3.21 " + COMMIT;
    static final String START = "build.sh start 3.21 tarball PUSHED " + TestingTarball.SUM;

    @TempDir
    Path folder;

    final List<String> said = new ArrayList<>();
    final TestingTarball nothing = TestingTarball.answering(404);
    final TestingBuildHost host = new TestingBuildHost("client");

    @AfterEach
    void close() {
        nothing.close();
    }

    Iperf3Install tarball(InstallSource source) {
        Path file = TestingTarball.file(folder, "iperf-3.21.tar.gz", TestingTarball.TEXT);
        return new Iperf3Install(
                "3.21",
                source,
                Optional.of(file),
                Optional.of(TestingTarball.SUM),
                Iperf3Install.DEFAULT_REPOSITORY,
                Optional.empty());
    }

    static Iperf3Install plain(InstallSource source) {
        return new Iperf3Install("3.21", source, Optional.empty());
    }

    Iperf3Binary provide(Iperf3Install wanted) {
        return provision(wanted, host, nothing).provide(host.read());
    }

    Optional<String> pending(Iperf3Install wanted) {
        return provision(wanted, host, nothing).pending(host.read());
    }

    HostException failure(Iperf3Install wanted) {
        return catchThrowableOfType(HostException.class, () -> provide(wanted));
    }

    Iperf3Provision provision(Iperf3Install wanted, TestingBuildHost on, TestingTarball server) {
        Iperf3Sources sources = new Iperf3Sources(
                wanted,
                new Iperf3Cache(folder.resolve("cache")),
                new Download(Duration.ofSeconds(5), Duration.ofSeconds(20)),
                server.base());
        return new Iperf3Provision(wanted, sources, on.agent(), said::add, new TestingTime());
    }
}
