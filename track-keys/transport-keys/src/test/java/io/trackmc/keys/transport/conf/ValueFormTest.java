package io.trackmc.keys.transport.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueFormTest {

    private static final long HOUR_NS = 3_600_000_000_000L;

    @ParameterizedTest
    @CsvSource({"0,0s", "1000,1us", "50000000,50ms", "1200000000,1200ms", "5000000000,5s", "60000000000,1m",
        "3600000000000,1h", "1500,1500ns"})
    void shouldWriteTimesAsTheyAreRead(long nanos, String text) {
        TimeForm form = new TimeForm(0, HOUR_NS);
        assertThat(form.text(nanos)).isEqualTo(text);
        assertThat(form.read(value(text))).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "25000000,200m", "187500000,1500m", "125000000,1g", "125,1k", "1001,1001"})
    void shouldWriteRatesAsTheyAreRead(long bytes, String text) {
        RateForm form = new RateForm();
        assertThat(form.text(bytes)).isEqualTo(text);
        assertThat(form.read(text.matches("\\d+") ? value(Long.valueOf(text)) : value(text))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"4194304,4MiB", "1024,1KiB", "1025,1025", "1073741824,1GiB"})
    void shouldWriteSizesAsTheyAreRead(long bytes, String text) {
        SizeForm form = new SizeForm(0, Long.MAX_VALUE);
        assertThat(form.text(bytes)).isEqualTo(text);
        assertThat(form.read(value(text))).isEqualTo(bytes);
    }

    @Test
    void shouldKeepToTheEndsOfARange() {
        NumberForm form = NumberForm.of(2, 5, "");
        assertThat(List.of(1L, 6L)).allMatch(number -> form.read(value(number)) == null);
        assertThat(List.of(2L, 5L)).allMatch(number -> number.equals(form.read(value(number))));
        assertThat(new NumberForm(1, 8, "", true).read(value(6L))).isNull();
        assertThat(TimeForm.PROTOCOL.read(value("999ns"))).isNull();
        assertThat(TimeForm.PROTOCOL.read(value("61m"))).isNull();
        assertThat(TimeForm.PROTOCOL.read(value(50L))).as("without a unit").isNull();
    }

    @Test
    void shouldRefuseTwoEntriesOfOneNameAndRolesThatAreNotThere() {
        KeyEntry<String> entry = KeyEntry.needed("a", FileForm.FILE, "", "");
        assertThatIllegalArgumentException().isThrownBy(() -> catalogue(entry, entry)).withMessageContaining("twice");
        assertThatIllegalArgumentException().isThrownBy(() -> catalogue(entry.onlyFor("nobody")));
        assertThatIllegalArgumentException().isThrownBy(() -> catalogue(entry.reloadedBy("nobody")));
    }

    private static Catalogue catalogue(KeyEntry<?>... entries) {
        return new Catalogue("", "", List.of("role"), List.of(entries));
    }

    private static ConfigValue value(Object value) {
        return ConfigValueFactory.fromAnyRef(value);
    }
}
