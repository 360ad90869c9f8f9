package io.trackmc.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.trackmc.proto.Golden;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CloseRecordTest {

    static List<? extends Config> vectors() {
        return Golden.read("records").getConfigList("vectors");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldAcceptExactlyWhatTheWireFormatAllows(Config vector) {
        byte[] b = Golden.bytes(vector, "hex");

        assertThat(CloseRecord.valid(b, 0, b.length)).isNotEqualTo(vector.hasPath("fault"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldReadAndWrite(Config vector) {
        if (vector.hasPath("fields")) {
            byte[] b = Golden.bytes(vector, "hex");
            byte[] written = new byte[CloseRecord.LENGTH];

            int length = CloseRecord.write(written, 0, CloseRecord.reason(b, 0), CloseRecord.lastSequence(b, 0));

            assertThat(length).isEqualTo(CloseRecord.LENGTH);
            assertThat(written).isEqualTo(b);
            assertThat(CloseRecord.reason(b, 0)).isEqualTo(vector.getInt("fields.reason"));
            assertThat(CloseRecord.lastSequence(b, 0))
                    .isEqualTo(Long.parseUnsignedLong(vector.getString("fields.lastSequence")));
        }
    }
}
