package io.pilab.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineBufferTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void linesComeOutWholeHoweverTheBytesAreCut(int size) {
        byte[] bytes = "größer — 日本\n\nsecond\r\nno end".getBytes(StandardCharsets.UTF_8);
        LineBuffer buffer = new LineBuffer(Assertions::fail);
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            lines.addAll(buffer.accept(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size))));
        }
        assertThat(lines).containsExactly("größer — 日本", "", "second");
        assertThat(buffer.rest()).contains("no end");
        assertThat(buffer.rest()).isEmpty();
    }

    @Test
    void aLineWithoutEndIsDroppedAndThatIsToldOnce() {
        List<String> told = new ArrayList<>();
        LineBuffer buffer = new LineBuffer(() -> told.add("dropped"));
        byte[] endless = "A".repeat(100 << 10).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100; i++) {
            assertThat(buffer.accept(endless)).isEmpty();
        }
        assertThat(buffer.accept("the end of it\nnext\nrest".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("next");
        assertThat(buffer.rest()).contains("rest");
        assertThat(told).containsExactly("dropped");
    }

    @Test
    void ofALineThatNeverEndsNothingIsLeft() {
        LineBuffer buffer = new LineBuffer(() -> {});
        assertThat(buffer.accept(new byte[LineBuffer.LONGEST + 1])).isEmpty();
        assertThat(buffer.rest()).isEmpty();
    }
}
