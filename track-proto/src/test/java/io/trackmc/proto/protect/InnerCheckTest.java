package io.trackmc.proto.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.wire.InnerHeader;
import org.junit.jupiter.api.Test;

class InnerCheckTest {

    private static final int OFFSET = 7;
    private static final int SOURCE = 0x8000_0001;
    private static final long RUN = 0xf000_0000_0000_0002L;

    private final byte[] inner = new byte[OFFSET + InnerHeader.LENGTH];

    @Test
    void shouldPassEitherStreamOfTheSourceAndItsRun() {
        assertThat(of(SOURCE, RUN, InnerHeader.SUITE_AES_256_GCM, InnerHeader.STREAM_DATA)).isNull();
        assertThat(of(SOURCE, RUN, InnerHeader.SUITE_AES_256_GCM, InnerHeader.STREAM_CONTROL)).isNull();
    }

    @Test
    void shouldDropWhatIsOfAnotherSource() {
        assertThat(data(SOURCE + 1, RUN)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
    }

    @Test
    void shouldDropWhatIsOfAnotherRunOfTheSource() {
        assertThat(data(SOURCE, RUN - 1)).isEqualTo(DropReason.WRONG_INCARNATION);
        assertThat(data(SOURCE, RUN + 1)).isEqualTo(DropReason.WRONG_INCARNATION);
    }

    @Test
    void shouldDropContentInClear() {
        assertThat(of(SOURCE, RUN, InnerHeader.SUITE_NONE, InnerHeader.STREAM_DATA))
                .isEqualTo(DropReason.CLEAR_CONTENT);
    }

    @Test
    void shouldDropAnAuthenticatorThatNobodyCanCheck() {
        data(SOURCE, RUN);
        inner[OFFSET + InnerHeader.AUTH_TYPE_OFFSET] = 1;
        assertThat(InnerCheck.of(inner, OFFSET, SOURCE, RUN)).isEqualTo(DropReason.MALFORMED);
    }

    private DropReason data(int source, long run) {
        return of(source, run, InnerHeader.SUITE_AES_256_GCM, InnerHeader.STREAM_DATA);
    }

    private DropReason of(int source, long run, int suite, int stream) {
        InnerHeader.write(inner, OFFSET, suite, stream, 1 + stream, 3, source, run, 1, 0);
        return InnerCheck.of(inner, OFFSET, SOURCE, RUN);
    }
}
