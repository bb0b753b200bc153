package io.pilab.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Creates the folders of a record. A folder that root creates in a user's folder belongs to that user, who can continue or
 * remove what {@code sudo pilab} wrote.
 */
final class RecordFolder {
    private static final Integer ROOT = 0;

    private RecordFolder() {}

    /** Creates one folder. Throws FileAlreadyExistsException when it exists. */
    static void make(Path folder) throws IOException {
        Files.createDirectory(folder);
        giveToTheParentsOwner(folder);
    }

    /** Creates a folder and its missing parents. */
    static void makeAll(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            makeAll(parent);
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder); // another process may just have created it
            giveToTheParentsOwner(folder);
        }
    }

    /** The folder itself, or the nearest parent that exists. */
    static Path nearest(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Sets the owner of a new file or folder. */
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
