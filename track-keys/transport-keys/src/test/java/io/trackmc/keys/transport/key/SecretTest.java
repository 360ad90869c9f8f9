package io.trackmc.keys.transport.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

    private static final SecretAccess ACCESS = InsecureSecretAccess.get();
    private static final byte[] RAW = raw(1);

    static Stream<Class<? extends Secret>> types() {
        return Stream.of(GroupAuthKey.class, InteriorSecret.class, InteriorNodeKey.class, RegionSecret.class,
                BindMaster.class, BindKey.class, HopKey.class, DataRootKey.class, SubgroupAuthKey.class,
                InteriorRegionKey.class, LeafPairKey.class, InteriorPairKey.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void shouldGiveBytesToNobodyWithoutPermission(Class<? extends Secret> type) {
        assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
        assertThat(Serializable.class.isAssignableFrom(type)).isFalse();
        for (Method method : type.getMethods()) {
            if (method.getReturnType() == byte[].class) {
                assertThat(method.getParameterTypes()).as(method.toString()).contains(SecretAccess.class);
            }
        }
    }

    @Test
    void shouldShowNothingOfItselfAsText() {
        String text = GroupAuthKey.of(RAW, ACCESS).toString();

        assertThat(text).isEqualTo("GroupAuthKey(hidden)");
        assertThat(text).doesNotContain(HexFormat.of().formatHex(RAW, 0, 2));
        assertThat(new HopKey()).hasToString("HopKey(empty)");
    }

    @Test
    void shouldBeEqualOnlyToTheSameKeyOfTheSameType() {
        GroupAuthKey key = GroupAuthKey.of(RAW, ACCESS);

        assertThat(key).isEqualTo(GroupAuthKey.of(RAW, ACCESS)).hasSameHashCodeAs(GroupAuthKey.of(RAW, ACCESS));
        assertThat(key).isNotEqualTo(GroupAuthKey.of(raw(2), ACCESS)).isNotEqualTo(null);
        assertThat((Secret) key).isNotEqualTo(RegionSecret.of(RAW, ACCESS));
        assertThat(key.hashCode()).isEqualTo(GroupAuthKey.of(raw(2), ACCESS).hashCode());
    }

    @Test
    void shouldNotShareBytesWithAnybody() {
        byte[] given = RAW.clone();
        BindMaster key = BindMaster.of(given, ACCESS);
        given[0] ^= 1;
        key.copy(ACCESS)[1] ^= 1;

        assertThat(key.copy(ACCESS)).isEqualTo(RAW);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void shouldRefuseAnyOtherLength(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> InteriorSecret.of(new byte[length], ACCESS))
                .withMessage("key of " + length + " bytes, allowed 32");
    }

    @Test
    void shouldRefuseEveryUseOnceDestroyed() {
        GroupAuthKey key = GroupAuthKey.of(RAW, ACCESS);
        key.destroy();

        assertThat(key.isDestroyed()).isTrue();
        assertThat(key).isNotEqualTo(GroupAuthKey.of(new byte[32], ACCESS));
        assertThatIllegalStateException().isThrownBy(() -> key.copy(ACCESS));
        assertThatIllegalStateException().isThrownBy(() -> new KeySchedule().dataRootKey(key, new DataRootKey()));
    }

    @Test
    void shouldRefuseToUseAKeyThatWasNotDerived() {
        assertThatIllegalStateException().isThrownBy(() -> new HmacKey().set(new HopKey()));
        assertThatIllegalStateException().isThrownBy(() -> new HmacSha256().begin(new HmacKey()));
    }

    @Test
    void shouldGenerateDifferentKeys() {
        SecureRandom random = new SecureRandom();

        assertThat(GroupAuthKey.generate(random)).isNotEqualTo(GroupAuthKey.generate(random));
    }

    @Test
    void shouldRefuseToExpandARootUnderTheLabelOfAnotherClass() {
        KeySchedule schedule = new KeySchedule();
        DataRootKey root = new DataRootKey();
        schedule.dataRootKey(GroupAuthKey.of(RAW, ACCESS), root);
        HopInfo info = new HopInfo(1).on(KeyClass.REGION, Direction.MULTICAST, 0).from(1, Incarnation.ZERO)
                .to(0, Incarnation.ZERO);

        assertThatIllegalArgumentException().isThrownBy(() -> schedule.hopKey(root, info, new HopKey()));
    }

    private static byte[] raw(int seed) {
        byte[] raw = new byte[32];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) (seed * 31 + i * 7);
        }
        return raw;
    }
}
