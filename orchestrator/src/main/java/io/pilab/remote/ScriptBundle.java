package io.pilab.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The agent scripts as one program that unpacks itself into a folder named after their content. */
public final class ScriptBundle {
    /** Owned by root, and gone after a reboot, as everything that pilab puts on a host. */
    private static final String BASE = "/run/pilab";

    private static final String END = "PILAB_END_OF_SCRIPT";

    /** Every file of agent-scripts that a host needs. A test compares the list with the folder. */
    public static final List<String> FILES = List.of(
            "address.sh",
            "applied.sh",
            "apt.sh",
            "armed.sh",
            "brought.sh",
            "build.sh",
            "command.sh",
            "common.sh",
            "compile.sh",
            "condition.sh",
            "deadman.sh",
            "difference.sh",
            "disk.sh",
            "drop.sh",
            "endpoint.sh",
            "experiment.sh",
            "facts.sh",
            "helper.sh",
            "impair.sh",
            "installed.sh",
            "iperf3.sh",
            "link.sh",
            "lock.sh",
            "mptcp.sh",
            "packages.sh",
            "probe.sh",
            "process.sh",
            "progress.sh",
            "proof.sh",
            "qdisc.sh",
            "reboot.sh",
            "reconcile.sh",
            "restore.sh",
            "routes.sh",
            "routing.sh",
            "sampler.sh",
            "setting.sh",
            "settle.sh",
            "snapshot.sh",
            "spool.sh",
            "state.sh",
            "timeline.sh",
            "tool.sh",
            "traffic.sh",
            "trial.sh",
            "undo.sh",
            "wifi.sh",
            "zero.sh");

    private final String hash;
    private final String installer;

    ScriptBundle() {
        StringBuilder files = new StringBuilder();
        for (String file : FILES) {
            String text = read(file);
            if (text.contains(END)) {
                throw new IllegalStateException(file + " holds the line that ends it");
            }
            files.append("cat > ").append(file).append(" <<'").append(END).append("'\n");
            files.append(text).append(END).append('\n');
        }
        hash = sha256(files.toString()).substring(0, 16);
        installer = "set -eu\numask 022\nmkdir -p " + BASE + "/agent\nnew=$(mktemp -d " + BASE + "/agent/new.XXXXXX)\n"
                + "trap 'rm -rf \"$new\"' EXIT\nchmod 755 \"$new\"\ncd \"$new\"\n" + files
                + "if [ ! -d " + folder() + " ]; then mv \"$new\" " + folder() + "; fi\n";
    }

    /** The scripts' folder once installed. */
    String folder() {
        return BASE + "/agent/" + hash;
    }

    /** A program for a root shell's standard input. */
    byte[] installer() {
        return installer.getBytes(StandardCharsets.UTF_8);
    }

    private static String read(String file) {
        try (InputStream in = ScriptBundle.class.getResourceAsStream("/agent-scripts/" + file)) {
            if (in == null) {
                throw new IllegalStateException("agent script " + file + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
