package io.trackmc.sim.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A repair head in the middle of a session and any bytes, see {@link Noise}. */
class RepairHeadNoiseFuzzTest {

    private static final Noise NOISE = new Noise(Group.RH);

    static Stream<byte[]> seeds() {
        return Noise.seeds();
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldDropAndCountAnyBytes(byte[] input) {
        NOISE.play(input);
    }
}
