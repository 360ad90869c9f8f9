package io.trackmc.keys.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.wire.InnerHeader;
import org.junit.jupiter.api.Test;

class DataKeyCacheTest {

    private final ContentKeys keys = TestContent.keys(TestContent.GID, 1, 1);
    private final KeyRing<ContentEpoch> ring = keys.keyRing();
    private final DataKeyCache cache = new DataKeyCache(keys);

    @Test
    void shouldForgetWhatWasDerivedFromAnEpochThatIsRetiredThoughNothingComesAfterwards() {
        use(1);
        ring.install(TestContent.epoch(TestContent.GID, 2));
        ring.activate(2);
        use(2);
        assertThat(cache.size()).as("what is late is still opened").isEqualTo(2);

        ring.retirePrevious();

        assertThat(cache.size()).isEqualTo(1);
    }

    /** The last that was made hears of it at once; who shares its keys, with the next INNER. */
    @Test
    void shouldForgetWithTheNextInnerWhatAnotherHeardOf() {
        use(1);
        DataKeyCache other = new DataKeyCache(keys);
        ring.install(TestContent.epoch(TestContent.GID, 2));
        ring.activate(2);
        ring.retirePrevious();

        use(2);

        assertThat(cache.size()).isEqualTo(1);
        assertThat(other.size()).isZero();
    }

    private void use(int epoch) {
        byte[] inner = TestContent.unsealed(0, TestContent.SPI + epoch, InnerHeader.STREAM_DATA, 1, new byte[1]);
        cache.keyOf(TestContent.epoch(TestContent.GID, epoch), TestContent.RUN, inner, 0);
    }
}
