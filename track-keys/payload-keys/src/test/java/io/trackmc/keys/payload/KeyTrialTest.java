package io.trackmc.keys.payload;

import static io.trackmc.keys.payload.TestContent.GID;
import static io.trackmc.keys.payload.TestContent.RUN;
import static io.trackmc.keys.payload.TestContent.SOURCE;
import static io.trackmc.keys.payload.TestContent.SPI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.proto.protect.Incarnation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A trial finds the GroupDataKey behind any type of key, and nothing else. */
class KeyTrialTest {

    private static final int STREAM = 0;
    private static final long SEQUENCE = (1L << 26) + 5;

    private final GroupDataKey groupDataKey = TestContent.epoch(GID, 1).key();
    private final byte[] inner = sealed();
    private final KeyTrial trial = new KeyTrial(GID, RUN, InsecureSecretAccess.get());

    @Test
    void shouldOpenWithTheGroupDataKey() {
        assertThat(trial.opens(groupDataKey, inner)).isTrue();
    }

    @Test
    void shouldOpenWithTheGroupDataKeyInAnotherKeysClothes() {
        byte[] raw = groupDataKey.copy(InsecureSecretAccess.get());
        assertThat(trial.opens(RegionSecret.of(raw, InsecureSecretAccess.get()), inner)).isTrue();
    }

    @Test
    void shouldOpenWithTheDerivedKeyItself() {
        byte[] raw = new DataKeySchedule().dataKey(groupDataKey, GID, SOURCE, RUN, STREAM, SEQUENCE >>> 26)
                .getEncoded();
        assertThat(trial.opens(GroupAuthKey.of(raw, InsecureSecretAccess.get()), inner)).isTrue();
    }

    @Test
    void shouldNotOpenWithAnotherKey() {
        assertThat(trial.opens(TestContent.epoch(GID, 2).key(), inner)).isFalse();
        assertThat(trial.opens(TestContent.epoch(GID + 1, 1).key(), inner)).isFalse();
    }

    @Test
    void shouldOpenContentInClearWithAnyKey() {
        byte[] clear = Arrays.copyOf(inner, inner.length - 16);
        clear[1] = 0;
        assertThat(trial.opens(TestContent.epoch(GID, 2).key(), clear)).isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoInnerOfTheRun() {
        KeyTrial otherRun = new KeyTrial(GID, new Incarnation(RUN.high() + 1, RUN.low()),
                InsecureSecretAccess.get());
        assertThatIllegalArgumentException().isThrownBy(() -> otherRun.opens(groupDataKey, inner));
        assertThatIllegalArgumentException().isThrownBy(() -> trial.opens(groupDataKey, new byte[31]));
    }

    private static byte[] sealed() {
        ContentKeys keys = TestContent.keys(GID, 1, 1);
        byte[] content = TestContent.bytes(100);
        byte[] inner = TestContent.unsealed(0, SPI + 1, STREAM, SEQUENCE, content);
        new AesGcmContentSealer(keys, SOURCE, RUN).seal(inner, 0, content.length);
        return inner;
    }
}
