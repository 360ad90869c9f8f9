package io.trackmc.keys.payload;

import static io.trackmc.keys.payload.Vectors.bytes;
import static io.trackmc.keys.payload.Vectors.incarnation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.InnerHeader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** K_data and sealed INNERs against vectors that were computed from the text of the wire format by another implementation. */
class GoldenContentTest {

    private static final Config GOLDEN = Vectors.resource("golden/content-keys.json");
    private static final long GID = Long.parseUnsignedLong(GOLDEN.getString("gid"), 16);
    private static final int SPI = (int) Long.parseLong(GOLDEN.getString("contentSpi"), 16);
    private static final int SOURCE = Integer.parseUnsignedInt(GOLDEN.getString("source"));
    private static final Incarnation RUN = incarnation(GOLDEN, "incarnation");

    private final GroupDataKey key = GroupDataKey.of(bytes(GOLDEN, "groupDataKey"), InsecureSecretAccess.get());

    @ParameterizedTest
    @EnumSource
    void shouldSealToTheSameBytesAndOpenThem(AeadProvider provider) {
        assumeTrue(provider.isAvailable(), provider + " is not on the class path");
        for (Config vector : GOLDEN.getConfigList("inners")) {
            byte[] content = bytes(vector, "content");
            byte[] expected = bytes(vector, "inner");
            byte[] inner = Arrays.copyOf(expected, expected.length);
            System.arraycopy(content, 0, inner, InnerHeader.LENGTH, content.length);
            byte[] opened = new byte[content.length];

            new AesGcmContentSealer(keys(), SOURCE, RUN, provider).seal(inner, 0, content.length);
            int length = new AesGcmContentOpener(keys(), provider).open(RUN, expected, 0, expected.length, opened, 0);

            assertThat(inner).as(vector.getString("name")).isEqualTo(expected);
            assertThat(length).isEqualTo(content.length);
            assertThat(opened).isEqualTo(content);
        }
    }

    @Test
    void shouldDeriveTheSameKeys() {
        DataKeySchedule schedule = new DataKeySchedule();
        for (Config vector : GOLDEN.getConfigList("inners")) {
            long generation = vector.getLong("sequence") >>> 26;
            byte[] derived = schedule.dataKey(key, GID, SOURCE, RUN, vector.getInt("stream"), generation).getEncoded();
            assertThat(derived).as(vector.getString("name")).isEqualTo(bytes(vector, "dataKey"));
        }
    }

    private ContentKeys keys() {
        ContentEpoch epoch = ContentEpoch.of(GID, 1, SPI, key);
        return new ContentKeys(new ContentBundle(GID, "golden", 1, List.of(epoch), List.of(SOURCE)));
    }
}
