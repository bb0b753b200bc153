package io.pilab.agent;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Packages through a stub of apt-get that knows dependencies; dpkg-query tells what it has installed. */
abstract class OnAptHost {
    static final String INSTALL =
            "apt-get install -y -q --no-install-recommends --no-remove -o Dpkg::Options::=--force-confold ";
    static final String INSTALLS = """
            case $1 in install) ;; *) exit 0 ;; esac
            for word; do case $word in
              gcc) printf 'installed cpp\\ninstalled gcc\\n' ;;
              -* | install | Dpkg*) ;;
              *) echo "installed $word" ;;
            esac done >>"$DPKG"
            """;

    @TempDir
    Path work;

    ScriptRunner host(Shell shell) {
        ScriptRunner host = new ScriptRunner(shell, work)
                .environment("PILAB_ROOT", work.resolve("root").toString())
                .environment("DPKG", work.resolve("dpkg").toString())
                .environment("PILAB_APT_WAIT", "30")
                .stub("dpkg", "exit 1")
                .stub("dpkg-query", "cat \"$DPKG\"")
                .stub("apt-get", INSTALLS)
                .stub("apt-cache", "grep -qx \"$3\" '" + work + "/lists' && echo '  Candidate: 1.0'")
                .stub("uname", "echo 6.6.62+rpt-rpi-2712")
                .stub("sleep", ":");
        host.file("dpkg", "installed libc6\nconfig-files gcc\ninstalled make\n");
        host.file("lists", "linux-headers-rpi-2712\nraspberrypi-kernel-headers\n");
        return host;
    }

    Path record() {
        return work.resolve("root/var/lib/pilab/packages");
    }
}
