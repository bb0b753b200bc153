package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AptSourcesTest {
    private static final String DEB822 = """
            # the security archive comes first
            Types: deb
            URIs: http://deb.example/debian-security
            Suites: bookworm-security
            Components: main

            Enabled: no
            Types: deb
            URIs: http://old.example/debian
            Suites: bookworm

            Types: deb-src
            URIs: http://source.example/debian
            Suites: bookworm

            Types: deb deb-src
            URIs: cdrom://disc/debian
             https://first.example/debian/
             https://second.example/debian
            Suites: bookworm
              bookworm-updates
            """;

    @Test
    void readsDeb822() {
        assertThat(AptSources.mirror(List.of(), List.of(DEB822))).contains("https://first.example/debian");
    }

    @Test
    void readsOneLineEntriesWithOptions() {
        String text = """
                # deb http://commented.example/debian bookworm main
                deb-src http://source.example/debian bookworm main
                deb http://mirror.example/debian bookworm-security main
                deb http://other.example/raspbian bookworm main
                deb [ arch=amd64 signed-by=/usr/share/keyrings/a.gpg ] http://mirror.example/debian/ bookworm main # ours
                """;

        assertThat(AptSources.mirror(List.of(text), List.of())).contains("http://mirror.example/debian");
    }

    @Test
    void findsNoneWhereThereIsNone() {
        assertThat(AptSources.mirror(List.of("deb http://archive.example/ubuntu jammy main\n"), List.of("\n\n")))
                .isEmpty();
    }
}
