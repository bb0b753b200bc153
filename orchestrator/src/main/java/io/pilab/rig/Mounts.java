package io.pilab.rig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads proc_pid_mountinfo(5). */
final class Mounts {
    private static final int MOUNT_POINT = 4;

    private Mounts() {}

    /** The mount points at or under a directory, last mounted first. */
    static List<String> under(String directory, List<String> mountinfo) {
        List<String> points = new ArrayList<>();
        for (String line : mountinfo) {
            String point = unescape(line.split(" ")[MOUNT_POINT]);
            if (point.equals(directory) || point.startsWith(directory + "/")) {
                points.add(point);
            }
        }
        Collections.reverse(points);
        return points;
    }

    /** The kernel writes space, tab, newline and backslash as three octal digits. */
    private static String unescape(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
