package io.pilab.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellQuoteTest {
    @Test
    void leavesAloneWhatEveryShellReadsAsItIs() {
        assertThat(ShellQuote.join(List.of("ip", "-6", "/a/b.c", "k=v", "10.0.0.1/24", "a:b,c@d%e+f")))
                .isEqualTo("ip -6 /a/b.c k=v 10.0.0.1/24 a:b,c@d%e+f");
    }

    @Test
    void quotesEverythingElse() {
        assertThat(ShellQuote.quote("")).isEqualTo("''");
        assertThat(ShellQuote.quote("a b")).isEqualTo("'a b'");
        assertThat(ShellQuote.quote("it's")).isEqualTo("'it'\\''s'");
        assertThat(ShellQuote.quote("$(id)\n~*")).isEqualTo("'$(id)\n~*'");
        assertThat(ShellQuote.quote("~")).isEqualTo("'~'");
    }

    @Test
    void refusesWhatAShellCanNotHold() {
        assertThatThrownBy(() -> ShellQuote.quote("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a shell word cannot hold a NUL character");
    }
}
