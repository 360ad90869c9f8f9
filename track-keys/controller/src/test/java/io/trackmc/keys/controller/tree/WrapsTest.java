package io.trackmc.keys.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.keys.transport.key.KeyWrappingKey;
import io.trackmc.keys.transport.key.TreeKeySchedule;
import io.trackmc.proto.protect.KeyLayer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many wraps wait for each other, they are those that one makes alone, at their places. */
class WrapsTest {

    private static final long GID = 9;
    private static final int CHILDREN = 0b0011;

    private final SecureRandom random = new SeededSecureRandom(4);
    private final TreeKeySchedule schedule = new TreeKeySchedule(KeyLayer.CONTENT, GID);
    private final KeyWrappingKey wrapping = new KeyWrappingKey();
    private final KeyWrap wrap = new KeyWrap();

    @ParameterizedTest
    @ValueSource(ints = {1, Wraps.AT_ONCE, Wraps.AT_ONCE + 1, Wraps.AT_ONCE + Wraps.WAITING - 1,
        Wraps.AT_ONCE + Wraps.WAITING, Wraps.AT_ONCE + Wraps.WAITING + 700})
    void shouldBeTheSameAsOneAfterTheOther(int count) {
        Wraps wraps = new Wraps(KeyLayer.CONTENT, GID);
        SliceWriter one = new SliceWriter(1, 0);
        SliceWriter other = new SliceWriter(2, 0);
        byte[][] expected = new byte[count][];
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            KeyEncryptionKey under = KeyEncryptionKey.generate(random);
            KeyEncryptionKey secret = KeyEncryptionKey.generate(random);
            SliceWriter out = i % 3 == 0 ? one : other;
            places[i] = out.node(KeyTreeKind.MEMBERS, 1, CHILDREN, 1, i);
            wraps.add(under, secret, out, places[i]);
            expected[i] = new byte[KeyWrap.LENGTH];
            schedule.wrappingKey(under, wrapping);
            wrap.wrap(wrapping, secret, expected[i], 0);
            under.destroy();
            secret.destroy();
        }
        wraps.finish();
        wraps.close();
        for (int i = 0; i < count; i++) {
            byte[] bytes = (i % 3 == 0 ? one : other).bytes();
            assertThat(Arrays.copyOfRange(bytes, places[i], places[i] + KeyWrap.LENGTH)).as("wrap %d", i)
                    .isEqualTo(expected[i]);
        }
    }
}
