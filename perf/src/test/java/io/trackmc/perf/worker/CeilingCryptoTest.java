package io.trackmc.perf.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The ceiling with cryptography does the work: what it seals opens, and what was altered does not. */
class CeilingCryptoTest {

    private static final int MESSAGE_BYTES = 200;
    private static final long NUMBER = 77;

    private final CeilingShape shape = CeilingShape.of(MESSAGE_BYTES, true);

    @Test
    void shouldOpenWhatItSealed() throws Exception {
        byte[] datagram = sealed();
        byte[] content = new byte[shape.contentBytes()];

        assertThat(new CeilingCrypto(shape).open(datagram, NUMBER, content)).isTrue();
        assertThat(content).containsOnly(5);
        assertThat(Arrays.copyOfRange(datagram, CeilingShape.CONTENT_AT, CeilingShape.CONTENT_AT + MESSAGE_BYTES))
                .as("what is sent is encrypted").isNotEqualTo(Arrays.copyOf(content, MESSAGE_BYTES));
    }

    @Test
    void shouldRefuseWhateverWasAltered() throws Exception {
        CeilingCrypto crypto = new CeilingCrypto(shape);
        byte[] content = new byte[shape.contentBytes()];
        byte[] sealed = sealed();
        for (int i = 0; i < shape.datagramBytes(); i++) {
            byte[] datagram = sealed.clone();
            datagram[i] ^= 1;
            assertThat(crypto.open(datagram, NUMBER, content)).as("byte %d", i).isFalse();
        }
    }

    @Test
    void shouldFillDatagramsOfTracksSize() {
        assertThat(shape.messages()).isEqualTo(6);
        assertThat(shape.datagramBytes()).isBetween(1_208, 1_408);
        assertThat(CeilingShape.of(1_200, true).messages()).isEqualTo(1);
        assertThat(CeilingShape.of(MESSAGE_BYTES, false).messages()).isEqualTo(1);
    }

    private byte[] sealed() throws Exception {
        byte[] datagram = new byte[shape.datagramBytes()];
        Arrays.fill(datagram, CeilingShape.CONTENT_AT, CeilingShape.CONTENT_AT + shape.contentBytes(), (byte) 5);
        CeilingHeader.write(datagram, NUMBER, shape.messages());
        new CeilingCrypto(shape).seal(datagram, NUMBER);
        return datagram;
    }
}
