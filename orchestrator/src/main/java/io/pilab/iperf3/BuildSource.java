package io.pilab.iperf3;

import io.pilab.iperf3.Iperf3Cache.Kept;
import java.util.List;

/** What a host builds iperf3 from. */
sealed interface BuildSource {
    /** What vouches for the content. */
    String pin();

    /** For a reader. */
    String label();

    /** A tarball on the controller. */
    record Tarball(Kept file, String label) implements BuildSource {
        @Override
        public String pin() {
            return file.sha256();
        }

        /** The arguments of {@code build.sh start} once it lies on the host. */
        List<String> words(String remotePath) {
            return List.of("tarball", remotePath, pin());
        }
    }

    /** A repository that the host fetches from. */
    record Git(String repository, String tag, String commit) implements BuildSource {
        @Override
        public String pin() {
            return commit;
        }

        @Override
        public String label() {
            return "git at tag " + tag;
        }

        List<String> words() {
            return List.of("git", repository, tag, commit);
        }
    }
}
