package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
    @Test
    void listsWhatIsUnderADirectoryLastFirst() {
        List<String> mountinfo = List.of(
                "22 1 0:21 / / rw - ext4 /dev/root rw",
                "30 22 0:30 / /run/pilab-rig/a rw,nosuid shared:9 - tmpfs pilab-rig rw",
                "31 30 0:31 / /run/pilab-rig/a/with\\040space rw - overlay overlay rw",
                "32 22 0:32 / /run/pilab-rig/ab rw - tmpfs pilab-rig rw");

        assertThat(Mounts.under("/run/pilab-rig/a", mountinfo))
                .containsExactly("/run/pilab-rig/a/with space", "/run/pilab-rig/a");
    }
}
