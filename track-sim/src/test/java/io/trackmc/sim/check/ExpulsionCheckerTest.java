package io.trackmc.sim.check;

import static io.trackmc.sim.check.TestDatagram.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.observe.Violations;
import org.junit.jupiter.api.Test;

class ExpulsionCheckerTest {

    private static final int SOURCE = 1;
    private static final int EXPELLED = 4;
    private static final long REKEY = 7;
    private static final long EPOCH = 8;
    private static final int CONTENT_REKEYS = 3;

    private final Violations violations = new Violations();
    private final ExpulsionChecker checker = new ExpulsionChecker(violations, SOURCE);
    private boolean opens = true;
    private long applied;

    @Test
    void shouldMeasureFromTheRequestToTheLastPacketThatWasOpened() {
        expel();
        send(130, 1);
        send(150, 2);
        opens = false;
        send(170, 3);
        assertThat(checker.longestNs()).isEqualTo(50);
        assertThat(checker.openedAfter()).isZero();
        assertThat(checker.tried()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatIsOpenedUnderTheKeysThatShutItOut() {
        expel();
        send(110, 1);
        checker.onEvent(120, SOURCE, new EpochActivated(KeyLayer.TRANSPORT, EPOCH));
        send(130, 2);
        assertThat(checker.openedAfter()).isZero();
        checker.onEvent(140, SOURCE, new EpochActivated(KeyLayer.CONTENT, EPOCH));
        send(150, 3);
        assertThat(checker.openedAfter()).isEqualTo(1);
    }

    @Test
    void shouldShowNothingUnlessItsKeysOpenedWhatWasSentBefore() {
        opens = false;
        send(90, 1);
        expel();
        send(130, 2);
        assertThat(checker.hasShown(1)).isFalse();
    }

    @Test
    void shouldShowWhatWasTriedOnceItsKeysOpenedWhatWasSentBefore() {
        send(90, 1);
        expel();
        opens = false;
        assertThat(checker.hasShown(1)).isFalse();
        send(130, 2);
        assertThat(checker.hasShown(1)).isTrue();
        assertThat(checker.hasShown(2)).isFalse();
        assertThat(checker.longestNs()).isZero();
    }

    @Test
    void shouldFindWhoFollowsTheRekeyThatExpelsIt() {
        expel();
        applied = REKEY;
        byte[] rekey = TestDatagram.of(WireView.REKEY, 1, 0, SOURCE).inner(SOURCE, CONTENT_REKEYS, REKEY, 0).build();
        checker.onTransmit(110, data(SOURCE, rekey));
        assertThat(violations.count()).isEqualTo(1);
    }

    private void expel() {
        checker.asked(100, EXPELLED, new Hoard());
        checker.expelled(EXPELLED, REKEY, EPOCH);
    }

    private void send(long atNs, int sequence) {
        checker.onTransmit(atNs, data(SOURCE, TestDatagram.odata(SOURCE, sequence, 0)));
    }

    private final class Hoard implements ExpulsionChecker.Hoard {

        @Override
        public void take(byte[] inner) {
            // Has its keys already.
        }

        @Override
        public long applied() {
            return applied;
        }

        @Override
        public ContentOpener opener() {
            return new ContentOpener() {

                @Override
                public long contentEpoch() {
                    return 0;
                }

                @Override
                public int open(Incarnation source, byte[] inner, int offset, int length, byte[] content,
                        int contentOffset) {
                    return opens ? 1 : UNKNOWN_SPI;
                }
            };
        }
    }
}
