package io.trackmc.keys.transport.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigValueFactory;
import io.trackmc.keys.transport.conf.Absence;
import io.trackmc.keys.transport.conf.KeyEntry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeCatalogueTest {

    @Test
    void shouldKnowEveryRoleByItsName() {
        assertThat(NodeCatalogue.CATALOGUE.roles())
                .isEqualTo(Arrays.stream(NodeRole.values()).map(NodeRole::text).toList());
    }

    @Test
    void shouldReadEveryDefaultAsItIsWritten() {
        for (KeyEntry<?> entry : NodeCatalogue.CATALOGUE.entries()) {
            shouldReadTheDefaultOf(entry);
        }
    }

    private static <T> void shouldReadTheDefaultOf(KeyEntry<T> entry) {
        if (entry.absence() instanceof Absence.Default<T> byDefault) {
            Object written = entry.form().text(byDefault.value());
            Object typed = byDefault.value() instanceof List<?> list ? list
                    : written.toString().matches("\\d+") ? Long.valueOf(written.toString()) : written;
            assertThat(entry.form().read(ConfigValueFactory.fromAnyRef(typed))).as(entry.name())
                    .isEqualTo(byDefault.value());
        }
    }
}
