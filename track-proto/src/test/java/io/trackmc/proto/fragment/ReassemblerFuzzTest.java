package io.trackmc.proto.fragment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.typesafe.config.Config;
import io.trackmc.proto.Golden;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as contents, one after another, with gaps. A handler that puts messages off must see the same messages as one that
 * takes them at once, and the buffer must be small beside what came. In the build it runs on its seeds, the golden vectors; for real with
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl track-proto -am test -Dtest=ReassemblerFuzzTest -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class ReassemblerFuzzTest {

    private static final int GAP = 0xFF;
    private static final int SMALL_BUFFER = 4096;

    /** Each content behind its length in one byte; 255 is a gap. */
    static Stream<byte[]> seeds() {
        return Golden.read("frames").getConfigList("streams").stream().map(ReassemblerFuzzTest::seed);
    }

    private static byte[] seed(Config stream) {
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        for (Config content : stream.getConfigList("contents")) {
            if (content.hasPath("gap")) {
                seed.write(GAP);
            } else {
                byte[] bytes = Golden.bytes(content, "hex");
                seed.write(bytes.length);
                seed.writeBytes(bytes);
            }
        }
        return seed.toByteArray();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void shouldDeliverTheSameWhateverTheHandlerPutsOff(byte[] input) {
        AtomicInteger offers = new AtomicInteger();
        Delivered eager = new Delivered();
        Delivered slow = new Delivered(() -> offers.incrementAndGet() % 3 == 0);

        play(input, eager);
        play(input, slow);

        assertThat(slow.hex()).isEqualTo(eager.hex());
        int bytes = eager.messages().stream().mapToInt(message -> message.length).sum();
        assertThat(bytes).isLessThanOrEqualTo(input.length);
        assertThat(eager.largestBuffer()).isLessThanOrEqualTo(Math.max(SMALL_BUFFER, 2 * input.length));
    }

    private static void play(byte[] input, Delivered delivered) {
        Reassembler reassembler = new Reassembler();
        for (int at = 0; at < input.length;) {
            int length = input[at++] & 0xFF;
            if (length == GAP) {
                reassembler.abandon();
            } else {
                byte[] content = Arrays.copyOfRange(input, at, Math.min(input.length, at + length));
                at += length;
                take(reassembler, content, delivered);
            }
        }
    }

    private static void take(Reassembler reassembler, byte[] content, Delivered delivered) {
        boolean usedUp = !reassembler.begin(1, 0, content, 0, content.length);
        while (!usedUp) {
            usedUp = reassembler.next(delivered);
        }
    }
}
