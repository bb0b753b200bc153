package io.pilab.iperf3;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.BuildScript;
import io.pilab.iperf3.Iperf3Cache.Kept;

/** What a host builds iperf3 from. */
sealed interface BuildSource {
    /** What vouches for the content. */
    String pin();

    /** For a reader. */
    String label();

    /** What starts the build; {@code remotePath}: where a tarball lies on the host. */
    AgentCommand start(String version, String remotePath);

    /** A tarball on the controller. */
    record Tarball(Kept file, String label) implements BuildSource {
        @Override
        public String pin() {
            return file.sha256();
        }

        @Override
        public AgentCommand start(String version, String remotePath) {
            return BuildScript.startTarball(version, remotePath, pin());
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

        @Override
        public AgentCommand start(String version, String remotePath) {
            return BuildScript.startGit(version, repository, tag, commit);
        }
    }
}
