package io.trackmc.sim.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A receiver in the middle of a session and any bytes, see {@link Noise}. */
class ReceiverNoiseFuzzTest {

    private static final Noise NOISE = new Noise(Group.RECEIVER);

    static Stream<byte[]> seeds() {
        return Noise.seeds();
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldDropAndCountAnyBytes(byte[] input) {
        NOISE.play(input);
    }
}
