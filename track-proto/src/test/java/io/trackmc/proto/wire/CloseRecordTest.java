package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.trackmc.proto.Golden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CloseRecordTest {

    private static final int BEFORE = 5;

    static List<? extends Config> vectors() {
        return Golden.read("records").getConfigList("vectors");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldAcceptExactlyWhatTheWireFormatAllows(Config vector) {
        byte[] b = Golden.bytes(vector, "hex");
        byte[] amid = new byte[BEFORE + b.length];
        System.arraycopy(b, 0, amid, BEFORE, b.length);

        assertThat(CloseRecord.valid(b, 0, b.length)).isNotEqualTo(vector.hasPath("fault"));
        assertThat(CloseRecord.valid(amid, BEFORE, b.length)).isNotEqualTo(vector.hasPath("fault"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldReadAndWrite(Config vector) {
        if (vector.hasPath("fields")) {
            byte[] b = Golden.bytes(vector, "hex");
            byte[] written = new byte[BEFORE + CloseRecord.LENGTH];
            Arrays.fill(written, (byte) 0x5A);

            int length = CloseRecord.write(written, BEFORE, CloseRecord.reason(b, 0), CloseRecord.lastSequence(b, 0));

            assertThat(length).isEqualTo(CloseRecord.LENGTH);
            assertThat(Arrays.copyOfRange(written, BEFORE, BEFORE + length)).isEqualTo(b);
            assertThat(CloseRecord.reason(b, 0)).isEqualTo(vector.getInt("fields.reason"));
            assertThat(CloseRecord.lastSequence(b, 0))
                    .isEqualTo(Long.parseUnsignedLong(vector.getString("fields.lastSequence")));
        }
    }
}
