package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RigLockTest {
    @TempDir
    private Path runtime;

    @Test
    void excludesASecondHolderUntilClosed() {
        RigNames names = new RigNames(runtime, "blog");
        try (RigLock first = RigLock.take(names)) {
            assertThatThrownBy(() -> RigLock.take(names))
                    .hasMessage("another pilab is working on the rig of lab blog; wait for it to end");
        }
        RigLock.take(names).close();

        assertThat(runtime).isEmptyDirectory();
    }

    @Test
    void makesTheDirectoryItLiesIn() {
        RigNames names = new RigNames(runtime.resolve("new"), "blog");
        try (RigLock lock = RigLock.take(names)) {
            assertThat(names.lockFile()).exists();
        }
    }
}
