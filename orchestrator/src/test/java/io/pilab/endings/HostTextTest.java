package io.pilab.endings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostTextTest {
    private static HostText links(String... lines) {
        return HostText.of("== links\n" + String.join("\n", lines) + "\n== files of pilab\n");
    }

    @Test
    void whatChangesByItselfIsNoDifference() {
        HostText before = HostText.of("""
                == links
                5: eth0@if12: <UP> mtu 1500 link-netnsid 0
                == addresses
                5: eth0    inet 192.0.2.3/24 scope global eth0 valid_lft 86399sec preferred_lft 86399sec
                == qdiscs
                qdisc tbf 1: dev eth0 root refcnt 2 rate 20Mbit
                == sysctls
                net.netfilter.nf_conntrack_count = 3
                == processes
                sshd: /usr/sbin/sshd -D -e [listener] 0 of 10-100 startups
                """);
        HostText after = HostText.of("""
                == links
                7: eth0@if31: <UP> mtu 1500 link-netnsid 2
                == addresses
                7: eth0    inet 192.0.2.3/24 scope global eth0 valid_lft 86201sec preferred_lft 86201sec
                == qdiscs
                qdisc tbf 1: dev eth0 root refcnt 5 rate 20Mbit
                == sysctls
                net.netfilter.nf_conntrack_count = 0
                == processes
                sshd: /usr/sbin/sshd -D -e [listener] 1 of 10-100 startups
                """);
        assertThat(after.difference(before)).isEmpty();
    }

    @Test
    void whatIsMissingAndWhatIsNewIsNamedWithItsSection() {
        assertThat(links("eth0: a", "op0: c").difference(links("eth0: a", "wlan0: b")))
                .containsExactly("links: - wlan0: b", "links: + op0: c");
    }

    @Test
    void aLineThatIsThereOnceIsNotThereTwice() {
        assertThat(links("a", "a").difference(links("a"))).containsExactly("links: + a");
    }

    @Test
    void theOrderCounts() {
        assertThat(links("b", "a").difference(links("a", "b"))).containsExactly("links: in another order: b | a");
    }

    @Test
    void pilabsOwnFilesAreNoDifferenceAndAreLeft() {
        HostText before = HostText.of("== files of pilab\n");
        HostText after = HostText.of("== files of pilab\n/run/pilab/state/r/captured\n");
        assertThat(after.difference(before)).isEmpty();
        assertThat(after.left()).containsExactly("/run/pilab/state/r/captured");
    }

    @Test
    void aSectionThatCouldNotBePrintedDiffers() {
        assertThat(HostText.of("").difference(links("a"))).containsExactly("links: - a");
    }
}
