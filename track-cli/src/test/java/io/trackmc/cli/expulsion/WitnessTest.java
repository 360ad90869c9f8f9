package io.trackmc.cli.expulsion;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.wire.InnerHeader;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WitnessTest {

    private static final long MS = 1_000_000;
    private static final int KNOWN = 7;
    private static final int LATER = 8;

    private final Witness witness = new Witness(1);

    @Test
    void shouldMeasureToTheLastPacketThatTheExpelledOneCanRead() {
        witness.saw(0, inner(KNOWN));
        witness.expelling(100 * MS, Set.of(KNOWN));
        witness.saw(150 * MS, inner(KNOWN));
        witness.saw(160 * MS, inner(LATER));
        witness.saw(170 * MS, inner(KNOWN));
        witness.saw(180 * MS, inner(LATER));
        assertThat(witness.millis()).isEqualTo(70);
        assertThat(witness.readable()).hasSize(2);
        assertThat(witness.later()).hasSize(2);
    }

    @Test
    void shouldCountARepairOfWhichItHearsLater() {
        witness.expelling(100 * MS, Set.of(KNOWN));
        witness.saw(150 * MS, inner(KNOWN));
        witness.saw(200 * MS, inner(LATER));
        byte[] last = inner(KNOWN);
        witness.repaired(250 * MS, last);
        witness.repaired(90 * MS, inner(KNOWN));
        witness.repaired(120 * MS, inner(KNOWN));
        witness.repaired(260 * MS, inner(LATER));
        assertThat(witness.millis()).isEqualTo(150);
        assertThat(witness.readable()).containsExactly(last);
        assertThat(witness.later()).hasSize(2);
    }

    @Test
    void shouldMeasureASlowExpulsionAsSlowThoughTheSenderWaits() {
        witness.couldHaveRead(50 * MS);
        witness.expelling(100 * MS, Set.of(KNOWN));
        assertThat(witness.millis()).isZero();
        witness.saw(150 * MS, inner(KNOWN));
        witness.couldHaveRead(9_100 * MS);
        witness.saw(9_200 * MS, inner(LATER));
        assertThat(witness.millis()).isEqualTo(9_000);
    }

    private static byte[] inner(int contentSpi) {
        byte[] inner = new byte[InnerHeader.LENGTH];
        ByteBuffer.wrap(inner).putInt(InnerHeader.CONTENT_SPI_OFFSET, contentSpi);
        return inner;
    }
}
