package io.pilab.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineBufferTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void linesComeOutWholeHoweverTheBytesAreCut(int size) {
        byte[] bytes = "größer — 日本\n\nsecond\r\nno end".getBytes(StandardCharsets.UTF_8);
        LineBuffer buffer = new LineBuffer();
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            lines.addAll(buffer.accept(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size))));
        }
        assertThat(lines).containsExactly("größer — 日本", "", "second");
        assertThat(buffer.rest()).contains("no end");
        assertThat(buffer.rest()).isEmpty();
    }
}
