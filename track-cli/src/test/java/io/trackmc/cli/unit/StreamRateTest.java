package io.trackmc.cli.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class StreamRateTest {

    @ParameterizedTest
    @CsvSource({"500msg,500", "50kmsg,50000", "1.5kmsg/s,1500", "0.5msg,0.5", "2m,1000", "8k,4"})
    void shouldReadRatesInMessagesAndInBits(String text, double messagesPerSecond) {
        assertThat(new StreamRate.Converter().convert(text).messagesPerSecond(250)).isEqualTo(messagesPerSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0msg", "-1msg", "msg", "1e3msg", "0", "5x"})
    void shouldRefuseWhatIsNoRate(String text) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> new StreamRate.Converter().convert(text)).withMessageContaining("'" + text + "'");
    }
}
