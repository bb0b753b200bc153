package io.pilab.lab;

import java.util.List;
import java.util.Optional;

/** The iperf3 releases whose checksums pilab knows, one line each. */
public final class Iperf3Releases {
    private static final List<Release> KNOWN = List.of(
            release(
                    "3.21",
                    "656e4405ebd620121de7ceca3eaf43a88f79ea1b857d041a6a0b1314801acdd8",
                    Optional.of("d39cf41526626b4e5a130f115d931cd6cbdffc19")),
            release("3.22", "1c0d0fb02c52626111d6e132db80edfbf27bbaff8bd9245df2a371dcb0b35a92", Optional.empty()));

    private Iperf3Releases() {}

    /**
     * A release.
     *
     * @param sha256 the SHA-256 of its tarball, as the project publishes it
     * @param tag in the project's git repository
     * @param commit the commit of the tag, where it was verified
     */
    public record Release(String version, String sha256, String tag, Optional<String> commit) {}

    public static Optional<Release> find(String version) {
        return KNOWN.stream().filter(r -> r.version().equals(version)).findFirst();
    }

    /** The known versions, oldest first. */
    public static List<String> versions() {
        return KNOWN.stream().map(Release::version).toList();
    }

    private static Release release(String version, String sha256, Optional<String> commit) {
        return new Release(version, sha256, version, commit);
    }
}
