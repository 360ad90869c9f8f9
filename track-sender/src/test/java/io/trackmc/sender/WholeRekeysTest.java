package io.trackmc.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** From where on the sender asks an authority for rekeys. */
class WholeRekeysTest {

    private static final int CHUNKS = 3;

    private final AtomicLong applied = new AtomicLong(5);
    private final WholeRekeys whole = new WholeRekeys(5, applied::get);

    @Test
    void whatOnlyOthersNeedIsAskedForAgain() {
        take(6, 2);
        applied.set(6);

        assertThat(whole.after()).isEqualTo(5);

        take(6, CHUNKS);
        assertThat(whole.after()).isEqualTo(6);
    }

    @Test
    void whereTheAuthorityKeepsNoMoreItGoesOnFromWhatTheSenderWasGiven() {
        whole.tooOld();
        applied.set(20);

        assertThat(whole.after()).isEqualTo(20);
    }

    @Test
    void whatOnlyOthersNeedIsAskedForAgainAlsoLaterThanThat() {
        whole.tooOld();
        applied.set(20);
        whole.after();
        take(21, 2);
        applied.set(21);

        assertThat(whole.after()).isEqualTo(20);
    }

    @Test
    void beforeTheSenderHasBeenGivenAnythingTheAuthorityRefusesAgain() {
        whole.tooOld();
        assertThat(whole.after()).isEqualTo(5);

        whole.tooOld();
        applied.set(20);
        assertThat(whole.after()).isEqualTo(20);
    }

    /** The header of a rekey, and its chunks up to that one. */
    private void take(long rekey, int lastPart) {
        for (int part = RekeyPart.HEADER_PART; part <= lastPart; part++) {
            byte[] inner = new byte[InnerHeader.LENGTH + RekeyHeader.FIXED_LENGTH];
            ByteBuffer.wrap(inner).putLong(InnerHeader.SEQUENCE_OFFSET, RekeyPart.sequence(rekey, part))
                    .putInt(InnerHeader.LENGTH + RekeyHeader.CHUNK_COUNT_OFFSET, CHUNKS);
            whole.count(inner);
        }
    }
}
