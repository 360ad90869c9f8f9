package io.trackmc.keys.transport.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestMatchTest {

    @ParameterizedTest
    @CsvSource({"kitten,sitting,3", "'',abc,3", "abc,'',3", "same,same,0", "flaw,lawn,2"})
    void shouldCountEdits(String a, String b, int edits) {
        assertThat(NearestMatch.distance(a, b)).isEqualTo(edits);
    }

    @Test
    void shouldFindWhatWasProbablyMeant() {
        List<String> keys = List.of("parent", "backups", "role", "address");

        assertThat(NearestMatch.of("partent", keys)).isEqualTo("parent");
        assertThat(NearestMatch.of("backup", keys)).isEqualTo("backups");
        assertThat(NearestMatch.of("rle", keys)).isEqualTo("role");
        assertThat(NearestMatch.of("zzzzzzzz", keys)).isNull();
    }
}
