package io.trackmc.keys.payload;

import static io.trackmc.keys.payload.TestContent.GID;
import static io.trackmc.keys.payload.TestContent.RUN;
import static io.trackmc.keys.payload.TestContent.SOURCE;
import static io.trackmc.keys.payload.TestContent.SPI;
import static io.trackmc.keys.payload.TestContent.bytes;
import static io.trackmc.keys.payload.TestContent.unsealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.InnerHeader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmContentTest {

    private static final int OFFSET = 3;
    private static final long GENERATION = 1L << 26;

    private final AesGcmContentSealer sealer = new AesGcmContentSealer(keys(), SOURCE, RUN);
    private final AesGcmContentOpener opener = new AesGcmContentOpener(keys());

    @ParameterizedTest
    @EnumSource
    void shouldOpenWhatWasSealedWithEveryProvider(AeadProvider sealing) {
        assumeTrue(sealing.isAvailable(), sealing + " is not on the class path");
        for (AeadProvider opening : AeadProvider.values()) {
            assumeTrue(opening.isAvailable(), opening + " is not on the class path");
            AesGcmContentSealer from = new AesGcmContentSealer(keys(), SOURCE, RUN, sealing);
            AesGcmContentOpener to = new AesGcmContentOpener(keys(), opening);
            for (int length : new int[] {0, 1, 15, 16, 17, 1312}) {
                byte[] inner = unsealed(OFFSET, SPI + 1, 0, length + 1, bytes(length));
                int sealed = from.seal(inner, OFFSET, length);
                byte[] content = new byte[2000];

                assertThat(sealed).isEqualTo(inner.length - OFFSET);
                assertThat(to.open(RUN, inner, OFFSET, sealed, content, 5)).isEqualTo(length);
                assertThat(Arrays.copyOfRange(content, 5, 5 + length)).isEqualTo(bytes(length));
            }
        }
    }

    @Test
    void shouldHideTheContent() {
        byte[] inner = sealed(0, 1, bytes(100));

        assertThat(Arrays.copyOfRange(inner, OFFSET + InnerHeader.LENGTH, OFFSET + InnerHeader.LENGTH + 100))
                .isNotEqualTo(bytes(100));
    }

    @Test
    void shouldRefuseASequenceThatIsNotHigherThanAllBeforeOnItsStream() {
        sealed(0, 10, bytes(8));

        assertThatIllegalStateException().isThrownBy(() -> sealed(0, 10, bytes(9))).withMessageContaining("10");
        assertThatIllegalStateException().isThrownBy(() -> sealed(0, 9, bytes(8)));
        assertThatIllegalStateException().isThrownBy(() -> sealed(0, 0, bytes(8)));
        assertThatIllegalStateException().isThrownBy(() -> sealed(0, -1, bytes(8)));
        assertThat(sealed(0, 11, bytes(8))).isNotEmpty();
    }

    @Test
    void shouldCountStreamsApart() {
        byte[] data = sealed(0, 5, bytes(20));
        byte[] control = sealed(1, 5, bytes(20));

        assertThat(ciphertext(data)).isNotEqualTo(ciphertext(control));
        assertThat(open(control)).isEqualTo(20);
    }

    @Test
    void shouldSealNoDataAboveItsLastSequenceButControlRecords() {
        AesGcmContentSealer limited = new AesGcmContentSealer(keys(), SOURCE, RUN, AeadProvider.chosen(), 5);
        byte[] last = unsealed(0, SPI + 1, 0, 5, bytes(8));
        byte[] beyond = unsealed(0, SPI + 1, 0, 6, bytes(8));
        byte[] control = unsealed(0, SPI + 1, 1, 6, bytes(8));

        assertThat(limited.lastSequence()).isEqualTo(5);
        assertThat(limited.seal(last, 0, 8)).isPositive();
        assertThatIllegalStateException().isThrownBy(() -> limited.seal(beyond, 0, 8)).withMessageContaining("last");
        assertThat(limited.seal(control, 0, 8)).isPositive();
        assertThat(sealer.lastSequence()).isEqualTo(AesGcmContentSealer.LAST_SEQUENCE);
    }

    @Test
    void shouldUseUpASequenceWhoseSealingWasRefusedByTheCipher() {
        byte[] tooShort = Arrays.copyOf(unsealed(0, SPI + 1, 0, 1, bytes(8)), InnerHeader.LENGTH + 8);

        assertThatIllegalStateException().isThrownBy(() -> sealer.seal(tooShort, 0, 8));
        assertThatIllegalStateException().isThrownBy(() -> sealed(0, 1, bytes(8))).withMessageContaining("before");
    }

    @Test
    void shouldSealAcrossGenerationsAndOpenRepairsOfTheOneBefore() {
        byte[] last = sealed(0, GENERATION - 1, bytes(30));
        byte[] first = sealed(0, GENERATION, bytes(30));

        assertThat(open(first)).isEqualTo(30);
        assertThat(open(last)).isEqualTo(30);
    }

    @Test
    void shouldRefuseHeadersThatAreNotItsOwn() {
        byte[] inner = unsealed(0, SPI + 1, 0, 1, bytes(8));
        for (int at : new int[] {InnerHeader.SUITE_OFFSET, InnerHeader.STREAM_OFFSET, InnerHeader.CONTENT_SPI_OFFSET,
            InnerHeader.SOURCE_OFFSET, InnerHeader.INCARNATION_OFFSET, InnerHeader.CONTENT_LENGTH_OFFSET}) {
            byte[] wrong = inner.clone();
            wrong[at] ^= 2;
            assertThatIllegalArgumentException().as("byte %d", at).isThrownBy(() -> sealer.seal(wrong, 0, 8));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new AesGcmContentSealer(keys(), 2, RUN));
    }

    @Test
    void shouldDropAnyFlippedBit() {
        byte[] inner = sealed(0, 1, bytes(40));
        for (int bit = 0; bit < (inner.length - OFFSET) * Byte.SIZE; bit++) {
            inner[OFFSET + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(open(inner)).as("bit %d", bit).isNegative();
            inner[OFFSET + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        }
        assertThat(open(inner)).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 47, 48, 60, 87, 89})
    void shouldAnswerForgedToAnyOtherLength(int length) {
        byte[] inner = Arrays.copyOf(sealed(0, 1, bytes(40)), 200);

        assertThat(opener.open(RUN, inner, OFFSET, length, new byte[100], 0)).isEqualTo(ContentOpener.FORGED);
    }

    @Test
    void shouldTellAnUnknownContentSpiFromAForgery() {
        byte[] inner = sealed(0, 1, bytes(40));
        inner[OFFSET + InnerHeader.CONTENT_SPI_OFFSET] ^= 1;

        assertThat(open(inner)).isEqualTo(ContentOpener.UNKNOWN_SPI);
    }

    @Test
    void shouldNotOpenUnderAnotherGroupEpochOrRun() {
        byte[] inner = sealed(0, 1, bytes(40));
        byte[] content = new byte[100];
        int length = inner.length - OFFSET;

        assertThat(new AesGcmContentOpener(TestContent.keys(GID + 1, 1, 1))
                .open(RUN, inner, OFFSET, length, content, 0)).isEqualTo(ContentOpener.FORGED);
        assertThat(opener.open(new Incarnation(RUN.high(), 0), inner, OFFSET, length, content, 0))
                .isEqualTo(ContentOpener.FORGED);
        assertThat(opener.open(new Incarnation(RUN.high() + 1, RUN.low()), inner, OFFSET, length, content, 0))
                .isEqualTo(ContentOpener.FORGED);
    }

    @Test
    void shouldFollowTheRingOfEpochs() {
        ContentKeys sending = TestContent.keys(GID, 1, 1, 2);
        ContentKeys receiving = TestContent.keys(GID, 1, 1, 2);
        AesGcmContentSealer source = new AesGcmContentSealer(sending, SOURCE, RUN);
        AesGcmContentOpener sink = new AesGcmContentOpener(receiving);
        byte[] old = unsealed(0, source.contentSpi(), 0, 1, bytes(9));
        source.seal(old, 0, 9);
        assertThat(source.contentEpoch()).isEqualTo(2);
        sending.keyRing().activate(2);
        byte[] fresh = unsealed(0, source.contentSpi(), 0, 2, bytes(9));
        source.seal(fresh, 0, 9);

        assertThat(sink.open(RUN, fresh, 0, fresh.length, new byte[9], 0)).isEqualTo(9);
        assertThat(sink.open(RUN, old, 0, old.length, new byte[9], 0)).isEqualTo(9);
        receiving.keyRing().activate(2);
        receiving.keyRing().retirePrevious();
        assertThat(sink.open(RUN, old, 0, old.length, new byte[9], 0)).isEqualTo(ContentOpener.UNKNOWN_SPI);
    }

    @Test
    void shouldOpenAfterManyGenerationsWithoutGrowing() {
        for (long generation = 1; generation <= 4 * DataKeyCache.CAPACITY; generation++) {
            assertThat(open(sealed(0, generation * GENERATION, bytes(5)))).isEqualTo(5);
        }
    }

    @Test
    void shouldRefuseATooSmallBuffer() {
        byte[] inner = sealed(0, 1, bytes(40));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> opener.open(RUN, inner, OFFSET, inner.length - OFFSET, new byte[41], 2));
    }

    private byte[] sealed(int stream, long sequence, byte[] content) {
        byte[] inner = unsealed(OFFSET, sealer.contentSpi(), stream, sequence, content);
        sealer.seal(inner, OFFSET, content.length);
        return inner;
    }

    private int open(byte[] inner) {
        return opener.open(RUN, inner, OFFSET, inner.length - OFFSET, new byte[2000], 0);
    }

    private static byte[] ciphertext(byte[] inner) {
        return Arrays.copyOfRange(inner, OFFSET + InnerHeader.LENGTH, inner.length);
    }

    private static ContentKeys keys() {
        return TestContent.keys(GID, 1, 1);
    }
}
