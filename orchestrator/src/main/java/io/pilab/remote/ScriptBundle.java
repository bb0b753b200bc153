package io.pilab.remote;

import io.pilab.agent.ScriptFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** The agent scripts as one program that unpacks itself into a folder named after their content. */
final class ScriptBundle {
    /** Owned by root, and gone after a reboot, as everything that pilab puts on a host. */
    private static final String BASE = "/run/pilab";

    private static final String FILE = "PILAB_FILE ";
    private static final String END = "PILAB_END_OF_SCRIPTS";

    private final String hash;
    private final String installer;

    ScriptBundle() {
        StringBuilder files = new StringBuilder();
        StringBuilder names = new StringBuilder();
        Set<String> folders = new TreeSet<>(Set.of(" \"$new\""));
        int size = 0;
        for (ScriptFile file : ScriptFile.all()) {
            if (file.text().contains(END)
                    || file.text().contains(FILE)
                    || !file.text().endsWith("\n")) {
                throw new IllegalStateException(file.path() + " cannot be pushed");
            }
            int name = file.path().lastIndexOf('/') + 1;
            folders.add(" \"$new\"/" + file.path().substring(0, name));
            files.append(FILE).append(file.path()).append('\n').append(file.text());
            names.append(' ').append(file.path());
            size += file.text().getBytes(StandardCharsets.UTF_8).length;
        }
        hash = sha256(files.toString()).substring(0, 16);
        // One program writes all files, since each that a Pi starts takes milliseconds. The size shows a full disk.
        installer = String.format("""
                set -eu
                umask 022
                new=%1$s/agent/new.$$
                [ ! -e "$new" ] || rm -rf "$new"
                trap '[ ! -e "$new" ] || rm -rf "$new"' EXIT
                mkdir -p%2$s
                cd "$new"
                awk '$1 == "PILAB_FILE" { if (file) close(file); file = $2; next } { print >file }' <<'%3$s'
                %4$s%3$s
                case $(wc -c%5$s) in *[!0-9]%6$d\\ total) ;; *) exit 1 ;; esac
                [ -d %7$s ] || mv -T "$new" %7$s || [ -d %7$s ]
                """, BASE, String.join("", folders), END, files, names, size, folder());
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
