package io.pilab.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * How the folders of a record are made. What root makes in somebody's folder belongs to that one: what {@code sudo pilab}
 * leaves, its user can go on with, and remove.
 */
final class RecordFolder {
    private static final Integer ROOT = 0;

    private RecordFolder() {}

    /** Makes one folder; throws FileAlreadyExistsException when there is one. */
    static void make(Path folder) throws IOException {
        Files.createDirectory(folder);
        giveToTheParentsOwner(folder);
    }

    /** Makes a folder and those above it, as far as they are not there. */
    static void makeAll(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            makeAll(parent);
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder); // another process may just have made it
            giveToTheParentsOwner(folder);
        }
    }

    /** The folder itself, or the nearest above it that is there. */
    static Path nearest(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Of a file or folder that has just been made. */
    static void giveToTheParentsOwner(Path made) throws IOException {
        Path parent = made.toAbsolutePath().normalize().getParent();
        if (id(made, "uid").equals(ROOT) && !id(parent, "uid").equals(ROOT)) {
            Files.setAttribute(made, "unix:gid", id(parent, "gid"), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(made, "unix:uid", id(parent, "uid"), LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static Object id(Path path, String which) throws IOException {
        return Files.getAttribute(path, "unix:" + which, LinkOption.NOFOLLOW_LINKS);
    }
}
