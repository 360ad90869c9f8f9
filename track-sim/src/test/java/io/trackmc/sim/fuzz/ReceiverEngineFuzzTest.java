package io.trackmc.sim.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A receiver among liars and outsiders, see {@link Scripts#play}. */
class ReceiverEngineFuzzTest {

    static Stream<byte[]> seeds() {
        return Scripts.seeds();
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldSurviveAnyScript(byte[] script) {
        Scripts.play(script, Group.RECEIVER);
    }
}
