package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RigNamesTest {
    private final RigNames names = RigNames.of("blog");

    @Test
    void ownsWhatBeginsWithItsPrefix() {
        assertThat(names.owns("pilab-blog-switch", List.of())).isTrue();
        assertThat(names.owns("pilab-blog-a-host-that-left-the-file", List.of("blog")))
                .isTrue();
        assertThat(names.owns("pilab-blogger-switch", List.of())).isFalse();
        assertThat(names.owns("lab-blog-switch", List.of())).isFalse();
    }

    @Test
    void leavesTheRigOfALongerNameAlone() {
        assertThat(names.owns("pilab-blog-demo-client", List.of("blog", "blog-demo")))
                .isFalse();
        assertThat(names.owns("pilab-blog-demo-client", List.of("blog", "demo")))
                .isTrue();
        assertThat(RigNames.of("blog-demo").owns("pilab-blog-demo-client", List.of("blog", "blog-demo")))
                .isTrue();
    }
}
