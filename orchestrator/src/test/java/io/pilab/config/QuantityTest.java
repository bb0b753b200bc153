package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({"3s,3000", "500ms,500", "2m,120000", "1.5s,1500", "0.001s,1", "0s,0", "0.05m,3000"})
    void durationsAreMilliseconds(String text, long milliseconds) {
        assertThat(Quantity.duration(text)).contains(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "3", "3 s", "-3s", "3S", "3sec", "1h", "3s ", ".5s", "0.0005s", "1e3s", "9999999999s"})
    void otherTextIsNoDuration(String text) {
        assertThat(Quantity.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200mbit,200000000", "1gbit,1000000000", "9.6kbit,9600", "1bit,1", "0.5gbit,500000000"})
    void ratesAreDecimalBits(String text, long bits) {
        assertThat(Quantity.rate(text)).contains(bits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "200mbps", "25MB", "200Mbit", "0mbit", "0.5bit", "1tbit", "10%", "ten mbit"})
    void otherTextIsNoRate(String text) {
        assertThat(Quantity.rate(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"90%,90", "0.5%,0.5", "100%,100", "0%,0"})
    void percentages(String text, double percent) {
        assertThat(Quantity.percent(text)).contains(percent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "0.9", "101%", "-1%", "90 %", "%"})
    void otherTextIsNoPercentage(String text) {
        assertThat(Quantity.percent(text)).isEmpty();
    }

    @Test
    void durationsAreWrittenInSeconds() {
        assertThat(Quantity.seconds(Duration.ofMillis(1500))).isEqualTo("1.5s");
        assertThat(Quantity.seconds(Duration.ofMinutes(2))).isEqualTo("120s");
    }
}
