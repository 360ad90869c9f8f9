package io.trackmc.proto.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeGroup.Member;
import io.trackmc.proto.testing.FakeGroup.Role;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpulsionNoticesTest {

    private static final int SENDER = 1;
    private static final long MS = 1_000_000;

    private final FakeGroup group = new FakeGroup().add(new Member(SENDER, Role.SENDER, 0, List.of()));
    private final Transmit out = new Transmit(1408);
    private final List<Long> told = new ArrayList<>();
    private final ExpulsionNotices notices = new ExpulsionNotices(
            new FakeHopKeys(group, SENDER, Nodes.incarnation(SENDER, 1)),
            (inner, digest, to) -> told.add(RekeyPart.rekey(inner, 0)));
    private long nowNs = Overflow.in(100 * MS);

    @Test
    void shouldTellAHeaderFourTimesWithinAQuarterOfASecond() {
        notices.onRekey(nowNs, header(1, 1));
        assertThat(notices.isUntold()).isTrue();
        long beganNs = nowNs;
        tellAll();
        assertThat(told).containsExactly(1L, 1L, 1L, 1L);
        assertThat(nowNs - beganNs).isBetween(250 * MS, 251 * MS);
        assertThat(notices.isUntold()).isFalse();
    }

    @Test
    void shouldTellOnlyOfRekeysThatExpelSomebody() {
        notices.onRekey(nowNs, header(1, 0));
        assertThat(notices.deadlineNs()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void shouldTellEveryHeaderOnceHoweverManyComeTogether() {
        int many = ExpulsionNotices.MAX_HEADERS + 3;
        for (int rekey = 1; rekey <= many; rekey++) {
            notices.onRekey(nowNs, header(rekey, 1));
        }
        for (int i = 0; i < many; i++) {
            assertThat(notices.isUntold()).isTrue();
            assertThat(notices.poll(nowNs, out)).isTrue();
        }
        assertThat(told).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(notices.isUntold()).isFalse();

        told.clear();
        tellAll();
        assertThat(told).as("the newest, three times more").hasSize(3 * ExpulsionNotices.MAX_HEADERS)
                .containsOnly(4L, 5L, 6L, 7L);
    }

    @Test
    void shouldPushOutTheOldestThatHasBeenToldBeforeAnyThatHasNot() {
        notices.onRekey(nowNs, header(1, 1));
        notices.poll(nowNs, out);
        for (int rekey = 2; rekey <= 5; rekey++) {
            notices.onRekey(nowNs, header(rekey, 1));
        }
        told.clear();
        tellAll();
        assertThat(told).contains(2L, 3L, 4L, 5L).doesNotContain(1L);
    }

    @Test
    void shouldKeepNoMoreThanTheRekeysThatMembersKeep() {
        for (int rekey = 1; rekey <= ExpulsionNotices.MAX_UNTOLD + 1; rekey++) {
            notices.onRekey(nowNs, header(rekey, 1));
        }
        tellAll();
        assertThat(told).doesNotContain(1L).contains(2L, ExpulsionNotices.MAX_UNTOLD + 1L);
    }

    /** Lets the time go on until nothing is left to tell. */
    private void tellAll() {
        while (notices.deadlineNs() != Deadlines.NONE) {
            nowNs = Deadlines.later(nowNs, notices.deadlineNs());
            assertThat(notices.poll(nowNs, out)).isTrue();
        }
    }

    private static byte[] header(long rekey, int expelled) {
        byte[] inner = new byte[InnerHeader.LENGTH + RekeyHeader.length(expelled)];
        InnerHeader.write(inner, 0, InnerHeader.SUITE_NONE, InnerHeader.STREAM_TRANSPORT_REKEY, RekeyPart.TYPE_HEADER,
                0,
                KeyLayer.TRANSPORT.authority(), 0, RekeyPart.sequence(rekey, RekeyPart.HEADER_PART),
                RekeyHeader.length(expelled));
        ByteBuffer.wrap(inner).putShort(InnerHeader.LENGTH + RekeyHeader.EXPELLED_COUNT_OFFSET, (short) expelled);
        return inner;
    }
}
