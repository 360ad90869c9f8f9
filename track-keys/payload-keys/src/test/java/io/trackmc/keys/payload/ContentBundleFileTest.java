package io.trackmc.keys.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trackmc.keys.transport.bundle.BundleException;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentBundleFileTest {

    private static final String NAME = "receiver-1/content.bundle";
    private static final long GID = 5;

    private final ContentBundleFile codec = new ContentBundleFile();
    private final ContentBundle bundle = bundle(2, 1, 2, 3);

    @Test
    void shouldReadBackWhatItWrote() {
        assertThat(codec.decode(NAME, codec.encode(bundle))).isEqualTo(bundle);
    }

    @Test
    void shouldCallEveryFlippedBitDamage() {
        byte[] good = codec.encode(bundle);
        for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
            byte[] bad = good.clone();
            bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Throwable thrown = catchThrowable(() -> codec.decode(NAME, bad));
            assertThat(thrown).as("bit %d", bit).isExactlyInstanceOf(BundleException.class)
                    .hasMessageStartingWith(NAME + ": damaged");
        }
    }

    @Test
    void shouldNotBeTakenForATransportBundle() {
        byte[] bytes = codec.encode(bundle);

        assertThatThrownBy(() -> new TransportBundleFile().decode(NAME, bytes)).isInstanceOf(BundleException.class)
                .hasMessageContaining("found \"track-content-bundle-1\", allowed: \"track-transport-bundle-1\"");
    }

    @Test
    void shouldShowNoSecretAndEraseAllWhenDestroyed() {
        assertThat(bundle.toString()).contains("GroupDataKey(hidden)");
        bundle.destroy();

        assertThat(bundle.toString()).doesNotContain("hidden");
    }

    @Test
    void shouldRefusePartsThatDoNotBelongTogether() {
        List<ContentEpoch> epochs = List.of(TestContent.epoch(GID, 1));

        assertThatIllegalArgumentException().isThrownBy(() -> bundle(4, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> bundle(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ContentBundle(GID, "g", 1, epochs, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new ContentBundle(GID, "g", 1, epochs, List.of(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ContentBundle(GID, "a/b", 1, epochs, List.of(1)));
    }

    private static ContentBundle bundle(long active, long... epochs) {
        List<ContentEpoch> keys = Arrays.stream(epochs).mapToObj(e -> TestContent.epoch(GID, e)).toList();
        return new ContentBundle(GID, "test", active, keys, List.of(1, 0x8000_0001));
    }
}
