package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A host on which iperf3 is built, from a source of our own: its configure is a shell script, and make, a stub, runs its
 * Makefile by the shell, since neither make nor a compiler need be installed. What is built is a script as well.
 */
final class TestingBuildHost {
    static final String VERSION = "3.21";
    static final String CONFIGURE = """
            #!/bin/sh
            echo "checking for a C compiler... yes"
            BLOCK configure
            for word; do case $word in --prefix=*) echo "${word#*=}" >prefix ;; esac; done
            """;
    static final String MAKEFILE = """
            case $1 in
              -j)
                BLOCK compile
                cat >iperf3 <<'END'
            #!/bin/sh
            case $1 in --version) echo "iperf 3.21 (cJSON 1.7.15)" ;; --help) echo "  -m, --mptcp   use MPTCP" ;; esac
            END
                chmod 755 iperf3
                ;;
              install)
                BLOCK install
                mkdir -p "${2#DESTDIR=}$(cat prefix)/bin"
                cp iperf3 "${2#DESTDIR=}$(cat prefix)/bin/iperf3"
                ;;
            esac
            """;

    private final ScriptRunner runner;
    private final Path work;
    private final Path root;

    private TestingBuildHost(Shell shell, Path work) {
        this.work = work;
        this.root = work.resolve("root");
        runner = new ScriptRunner(shell, work).asRoot().environment("PILAB_ROOT", root.toString());
        runner.file("root/opt/README", "what others have here\n");
        runner.file("block", "nothing\n");
    }

    /** With a compiler. */
    static TestingBuildHost with(Shell shell, Path work) {
        TestingBuildHost host = new TestingBuildHost(shell, work);
        host.runner.stub("cc", "exit 9").stub("make", "exec sh ./Makefile \"$@\"");
        for (String tool : List.of("git", "tar", "cp", "mv")) {
            host.runner.stub(tool, host.blocking(stubsBlock(tool)) + ScriptRunner.real(tool));
        }
        return host;
    }

    private static String stubsBlock(String tool) {
        return switch (tool) {
            case "git" -> "case \"$*\" in *' clone '*) BLOCK fetch\n ;; esac\n";
            case "tar" -> "case $1 in -xzf) BLOCK unpack\n ;; esac\n";
            case "mv" -> "case \"$*\" in '-T '*.new' '*) BLOCK rename\n ;; esac\n";
            default ->
                "case $3 in *.new)\n! grep -qx place \"${0%/*}/../block\" || mkdir -p \"$3/bin\"\nBLOCK place\n ;; esac\n";
        };
    }

    /** In place of each line "BLOCK stage": says that it is reached, and waits, when that stage is to block. */
    private String blocking(String script) {
        return script.replaceAll(
                "BLOCK ([a-z]+)\n",
                "if grep -qx $1 '" + work + "/block'; then\n" + "cd \"\\$PWD\"; echo \\$\\$ >'" + work
                        + "/reached.new'; mv '" + work + "/reached.new' '" + work + "/reached'\n"
                        + ScriptRunner.until(work.resolve("go-on")).replace("$", "\\$") + "fi\n");
    }

    ScriptRunner runner() {
        return runner;
    }

    Path root() {
        return root;
    }

    Path builds() {
        return root.resolve("var/lib/pilab/build");
    }

    /** The build's folder. */
    Path folder() {
        return builds().resolve(VERSION);
    }

    Path installed() {
        return root.resolve("opt/iperf3-" + VERSION);
    }

    Path binary() {
        return installed().resolve("bin/iperf3");
    }

    /** A source in a tarball. */
    Path tarball(String configure, String makefile) {
        Path source = source(configure, makefile);
        Path tarball = work.resolve("iperf-3.21.tar.gz");
        demand(
                "tar",
                "-czf",
                tarball.toString(),
                "-C",
                work.toString(),
                source.getFileName().toString());
        return tarball;
    }

    Path tarball() {
        return tarball(CONFIGURE, MAKEFILE);
    }

    /** A source in a git repository, with a tag; returns the commit. */
    String repository() {
        String source = source(CONFIGURE, MAKEFILE).toString();
        demand("git", "-C", source, "init", "-q");
        demand("git", "-C", source, "add", ".");
        String name = "user.name=A. N. Other";
        demand("git", "-C", source, "-c", name, "-c", "user.email=another@example.org", "commit", "-q", "-m", "3.21");
        demand("git", "-C", source, "tag", VERSION);
        return demand("git", "-C", source, "rev-parse", "HEAD").stdout().strip();
    }

    /** Where that is. */
    Path source() {
        return work.resolve("iperf-3.21");
    }

    private Path source(String configure, String makefile) {
        Path script = runner.file("iperf-3.21/configure", blocking(configure));
        runner.file("iperf-3.21/Makefile", blocking(makefile));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return source();
    }

    private ScriptResult demand(String... words) {
        ScriptResult result = runner.command(List.of(words));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result;
    }

    static String sha256(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    ScriptResult start(Path tarball) {
        return start("tarball", tarball.toString(), sha256(tarball));
    }

    ScriptResult start(String... source) {
        List<String> words = new ArrayList<>(List.of("start", VERSION));
        words.addAll(List.of(source));
        return runner.run("build.sh", words.toArray(String[]::new));
    }

    Map<String, Object> status() {
        return runner.run("build.sh", "status", VERSION).answer();
    }

    /** Starts a build, and waits until it is done. */
    void build(Path tarball) {
        start(tarball).answer();
        assertThat(ended()).containsEntry("state", "done");
    }

    /** The status once the build does not run any more. */
    Map<String, Object> ended() {
        Await.until("the build's shell has ended", () -> !running());
        Await.until("the build has ended", () -> !status().get("state").equals("running"));
        return status();
    }

    /** The next build waits at this stage. */
    void blockAt(String stage) {
        runner.file("block", stage + "\n");
    }

    /** Waits until it does; returns the process that does. */
    long blocked() {
        Path reached = work.resolve("reached");
        Await.until("the build is blocked", () -> Files.exists(reached));
        return Long.parseLong(text(reached).strip());
    }

    void blockNowhere() {
        runner.file("block", "nothing\n");
    }

    /** The build's shell. */
    long leader() {
        String record = text(folder().resolve("pid"));
        return Long.parseLong(record.substring(0, record.indexOf(' ')));
    }

    /** Whether its shell is there; asks no script, since one that is asked again and again slows the build down. */
    private boolean running() {
        try {
            return ScriptRunner.runs(leader());
        } catch (UncheckedIOException e) {
            return false; // a build that is done has no such record
        }
    }

    /** The processes that work in the build's folder, less those that only wait to be reaped. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(p -> worksHere(p.pid())).toList();
    }

    private boolean worksHere(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"))
                    .toString()
                    .startsWith(builds().toString());
        } catch (IOException e) {
            return false;
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Neither installed nor on its way there. */
    void assertNothingInstalled() {
        assertThat(root.resolve("opt").toFile().list()).containsExactly("README");
    }

    /** Ends everything that a failed test may have left; the folder is its only mark, so no other process is hit. */
    void close() {
        Await.until("the build's processes are gone", () -> {
            processes().forEach(ProcessHandle::destroyForcibly);
            return processes().isEmpty();
        });
    }
}
