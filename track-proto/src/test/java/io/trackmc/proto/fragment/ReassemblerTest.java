package io.trackmc.proto.fragment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.trackmc.proto.Golden;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReassemblerTest {

    private static final byte[] HELLO = {3, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'};
    private static final byte[] BEGIN_ABC_OF_4 = {1, 0, 0, 3, 0, 0, 0, 4, 'a', 'b', 'c'};
    private static final byte[] BEGIN_ABC_OF_16_MIB = {1, 0, 0, 3, 1, 0, 0, 0, 'a', 'b', 'c'};
    private static final byte[] END_D = {2, 0, 0, 1, 'd'};

    private final Reassembler reassembler = new Reassembler();
    private final Delivered delivered = new Delivered();

    static List<? extends Config> streams() {
        return Golden.read("frames").getConfigList("streams");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldDeliverWhatTheGoldenVectorsSay(Config stream) {
        for (Config content : stream.getConfigList("contents")) {
            if (content.hasPath("gap")) {
                reassembler.abandon();
            } else {
                take(content, stream.getString("name"));
            }
        }
    }

    private void take(Config vector, String name) {
        byte[] content = Golden.bytes(vector, "hex");
        boolean valid = reassembler.begin(1, 0, content, 0, content.length);
        assertThat(valid).as(name).isNotEqualTo(vector.hasPath("fault"));
        if (valid) {
            Delivered now = new Delivered();
            assertThat(reassembler.next(now)).isTrue();
            assertThat(now.hex()).as(name).isEqualTo(vector.getStringList("messages"));
        }
    }

    @Test
    void shouldHandOverAWholeMessageWhereItLies() {
        byte[] content = new byte[20];
        System.arraycopy(HELLO, 0, content, 7, HELLO.length);
        reassembler.begin(1, 0, content, 7, HELLO.length);

        boolean usedUp = reassembler.next((place, bytes, offset, length) -> {
            assertThat(bytes).isSameAs(content);
            assertThat(offset).isEqualTo(11);
            assertThat(length).isEqualTo(5);
            return true;
        });

        assertThat(usedUp).isTrue();
    }

    @Test
    void shouldOfferTheSameMessageAgainWhenItWasPutOff() {
        AtomicInteger offers = new AtomicInteger();
        Delivered slow = new Delivered(() -> offers.incrementAndGet() % 3 == 0);
        reassembler.begin(1, 0, BEGIN_ABC_OF_4, 0, BEGIN_ABC_OF_4.length);
        assertThat(reassembler.next(slow)).isTrue();
        byte[] content = concat(END_D, HELLO);
        reassembler.begin(1, 0, content, 0, content.length);

        assertThat(reassembler.next(slow)).isFalse();
        assertThat(reassembler.next(slow)).isFalse();
        assertThat(reassembler.next(slow)).isFalse();
        assertThat(slow.hex()).containsExactly("61626364");
        assertThat(reassembler.next(slow)).isFalse();
        assertThat(reassembler.next(slow)).isTrue();

        assertThat(slow.hex()).containsExactly("61626364", "68656c6c6f");
        assertThat(offers).hasValue(6);
    }

    @Test
    void shouldDoNothingMoreWhenTheContentIsUsedUp() {
        reassembler.begin(1, 0, HELLO, 0, HELLO.length);
        reassembler.next(delivered);

        assertThat(reassembler.next(delivered)).isTrue();
        assertThat(delivered.hex()).hasSize(1);
    }

    @Test
    void shouldRefuseTheNextContentBeforeThisOneIsUsedUp() {
        reassembler.begin(1, 0, HELLO, 0, HELLO.length);

        assertThatThrownBy(() -> reassembler.begin(1, 0, HELLO, 0, HELLO.length))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldDropTheRestOfAContentWhenAbandoned() {
        reassembler.begin(1, 0, HELLO, 0, HELLO.length);
        reassembler.next((place, bytes, offset, length) -> false);

        reassembler.abandon();

        assertThat(reassembler.next(delivered)).isTrue();
        assertThat(delivered.hex()).isEmpty();
        assertThat(reassembler.begin(1, 0, HELLO, 0, HELLO.length)).isTrue();
    }

    @Test
    void shouldNotLetAClaimedLengthSizeTheBuffer() {
        reassembler.begin(1, 0, BEGIN_ABC_OF_16_MIB, 0, BEGIN_ABC_OF_16_MIB.length);
        reassembler.next(delivered);
        reassembler.abandon();
        byte[] content = concat(BEGIN_ABC_OF_4, END_D);
        reassembler.begin(1, 0, content, 0, content.length);
        reassembler.next(delivered);

        assertThat(delivered.hex()).containsExactly("61626364");
        assertThat(delivered.largestBuffer()).isLessThanOrEqualTo(4096);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
