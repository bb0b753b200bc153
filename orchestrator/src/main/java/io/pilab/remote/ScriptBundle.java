package io.pilab.remote;

import io.pilab.agent.ScriptFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** The agent scripts as one program that unpacks itself into a folder named after their content. */
final class ScriptBundle {
    /** Owned by root, and gone after a reboot, as everything that pilab puts on a host. */
    private static final String BASE = "/run/pilab";

    private static final String END = "PILAB_END_OF_SCRIPT";

    private final String hash;
    private final String installer;

    ScriptBundle() {
        StringBuilder files = new StringBuilder();
        Set<String> folders = new HashSet<>();
        for (ScriptFile file : ScriptFile.all()) {
            if (file.text().contains(END)) {
                throw new IllegalStateException(file.path() + " holds the line that ends it");
            }
            int name = file.path().lastIndexOf('/') + 1;
            if (name > 0 && folders.add(file.path().substring(0, name))) {
                files.append("mkdir -p ").append(file.path(), 0, name).append('\n');
            }
            files.append("cat > ")
                    .append(file.path())
                    .append(" <<'")
                    .append(END)
                    .append("'\n");
            files.append(file.text()).append(END).append('\n');
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

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
