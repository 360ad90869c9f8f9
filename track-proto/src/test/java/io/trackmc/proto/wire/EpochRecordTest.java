package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochRecordTest {

    @Test
    void shouldReadAndWrite() {
        byte[] b = new byte[EpochRecord.LENGTH + 3];

        assertThat(EpochRecord.write(b, 3, 5_000)).isEqualTo(EpochRecord.LENGTH);
        assertThat(HexFormat.of().formatHex(b, 3, b.length)).isEqualTo("020000000000000000001388");
        assertThat(EpochRecord.valid(b, 3, EpochRecord.LENGTH)).isTrue();
        assertThat(CloseRecord.valid(b, 3, EpochRecord.LENGTH)).isFalse();
        assertThat(EpochRecord.lastSequence(b, 3)).isEqualTo(5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "010000000000000000001388", "020100000000000000001388", "020000010000000000001388",
        "020000008000000000000000", "0200000000000000000013", "02000000000000000000138800"})
    void shouldTakeNothingElse(String hex) {
        byte[] b = HexFormat.of().parseHex(hex);

        assertThat(EpochRecord.valid(b, 0, b.length)).isFalse();
    }
}
