package io.trackmc.cli.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "100000000,100000000", "20MB,20000000", "64MiB,67108864", "1.5kB,1500",
        "2 GiB,2147483648"})
    void shouldReadSizes(String text, long bytes) {
        assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "MB", "1.5", "20 Mbit", "99999999999GB", "0x10"})
    void shouldRefuseWhatIsNoSize(String text) {
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> new ByteSize().convert(text))
                .withMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "1000,1.0 kB", "999949,999.9 kB", "999950,1.0 MB", "20000000,20.0 MB",
        "9000000000000000000,9000000.0 TB"})
    void shouldShowSizes(long bytes, String text) {
        assertThat(ByteSize.text(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"200m,25000000", "64k,8000", "1.5g,187500000", "8,1", "10Mbit/s,1250000"})
    void shouldReadRates(String text, long bytesPerSecond) {
        assertThat(new DataRate().convert(text)).isEqualTo(bytesPerSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "7", "50kmsg", "-1m", "99999999999999999999g"})
    void shouldRefuseWhatIsNoRate(String text) {
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> new DataRate().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"5ms,PT0.005S", "60s,PT1M", "1.5s,PT1.5S", "2m,PT2M", "1h,PT1H", "0s,PT0S", "7us,PT0.000007S"})
    void shouldReadTimes(String text, Duration time) {
        assertThat(new TimeSpan().convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "-1s", "1d", "999999h"})
    void shouldRefuseWhatIsNoTime(String text) {
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> new TimeSpan().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0001", "-0.1", "NaN", "x"})
    void shouldRefuseWhatIsNoProbability(String text) {
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> new Probability().convert(text))
                .withMessage("'" + text + "' is not a probability (allowed: 0 to 1)");
    }
}
