package io.trackmc.keys.transport.msa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trackmc.keys.transport.TestGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final long GID = 0x88;

    private final TestGroup group = new TestGroup(GID);

    @Test
    void shouldFindEachEpochByItsSpiAndNoOther() {
        KeyRing<TransportEpoch> ring = ring(2, 1, 2, 3);

        for (long epoch : new long[] {1, 2, 3}) {
            assertThat(ring.bySpi(TestGroup.SPI + (int) epoch)).isEqualTo(group.epoch(epoch));
        }
        assertThat(ring.bySpi(TestGroup.SPI)).isNull();
        assertThat(ring.current().epoch()).isEqualTo(2);
        assertThat(ring.newest().epoch()).isEqualTo(3);
    }

    @Test
    void shouldMoveFromNextToCurrentToPreviousAndDestroyWhatLeaves() {
        TransportEpoch first = group.epoch(1);
        KeyRing<TransportEpoch> ring = new KeyRing<>(List.of(first), 1);
        ring.install(group.epoch(2));
        ring.activate(2);
        assertThat(ring.at(0)).isSameAs(first);
        ring.install(group.epoch(3));
        ring.activate(3);

        assertThat(first.key().isDestroyed()).isTrue();
        assertThat(ring.bySpi(first.spi())).isNull();
        assertThat(ring.at(0)).isEqualTo(group.epoch(2));
        assertThat(ring.at(1)).isEqualTo(group.epoch(3));
        assertThat(ring.at(2)).isNull();
    }

    @Test
    void shouldLetALaterInstallationReplaceOneThatWasNeverActivated() {
        KeyRing<TransportEpoch> ring = ring(1, 1);
        TransportEpoch skipped = group.epoch(2);
        ring.install(skipped);
        ring.install(group.epoch(3));

        assertThat(skipped.key().isDestroyed()).isTrue();
        assertThat(ring.newest().epoch()).isEqualTo(3);
        assertThat(ring.database().entries()).hasSize(2);
    }

    @Test
    void shouldKeepEpochsAheadWhereThatIsWanted() {
        KeyRing<TransportEpoch> ring = ring(1, 1);
        ring.keepAhead(2);
        List<TransportEpoch> later = List.of(group.epoch(2), group.epoch(3), group.epoch(4));
        for (TransportEpoch epoch : later) {
            assertThat(ring.hasRoom()).isTrue();
            ring.install(epoch);
        }
        assertThat(ring.hasRoom()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> ring.install(group.epoch(5)));
        assertThat(ring.newest().epoch()).isEqualTo(4);
        later.forEach(epoch -> assertThat(ring.bySpi(epoch.spi())).isSameAs(epoch));

        ring.activate(2);
        ring.retirePrevious();
        ring.activate(3);

        assertThat(ring.oldestEpoch()).isEqualTo(2);
        assertThat(ring.current().epoch()).isEqualTo(3);
        assertThat(ring.at(2)).isSameAs(later.getLast());
        assertThat(later).noneMatch(epoch -> epoch.key().isDestroyed());
        assertThat(ring.database().entries()).hasSize(3);
    }

    @Test
    void shouldChangeItsVersionWithEveryChange() {
        KeyRing<TransportEpoch> ring = ring(1, 1);
        List<Integer> versions = new ArrayList<>(List.of(ring.version()));
        ring.install(group.epoch(2));
        versions.add(ring.version());
        ring.activate(2);
        versions.add(ring.version());
        ring.retirePrevious();
        versions.add(ring.version());

        assertThat(versions).doesNotHaveDuplicates();
    }

    @Test
    void shouldRefuseEpochsThatGoBackOrHaveNoSlot() {
        KeyRing<TransportEpoch> ring = ring(2, 2);

        assertThatIllegalArgumentException().isThrownBy(() -> ring.install(group.epoch(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> ring.install(group.epoch(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> ring.activate(3));
        assertThatIllegalArgumentException().isThrownBy(() -> ring(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ring(3, 1, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> ring(1, 1, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> ring(2, 3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> ring(2, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ring(1, 1, 1));
    }

    @Test
    void shouldRefuseTwoEpochsUnderOneSpi() {
        TransportEpoch sameSpi = TransportEpoch.of(GID, 2, TestGroup.SPI + 1, group.epoch(2).key());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyRing<>(List.of(group.epoch(1), sameSpi), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ring(1, 1).install(sameSpi));
    }

    @Test
    void shouldPublishItsAssociations() {
        KeyRing<TransportEpoch> ring = ring(1, 1);
        MsaDatabase before = ring.database();
        ring.install(group.epoch(2));

        assertThat(before.entries()).hasSize(1);
        Msa found = ring.database().find(GID, TestGroup.SPI + 2, MsaLayer.TRANSPORT);
        assertThat(found).isEqualTo(group.epoch(2).msa());
        assertThat(ring.database().find(GID, TestGroup.SPI + 2, MsaLayer.CONTENT)).isNull();
        assertThat(ring.database().find(GID + 1, TestGroup.SPI + 2, MsaLayer.TRANSPORT)).isNull();
    }

    @Test
    void shouldHaveTheEpochThatItWasGivenAnewAsTheNextOne() {
        KeyRing<TransportEpoch> ring = ring(1, 1, 2);
        TransportEpoch skipped = ring.newest();

        assertThat(ring.renew(List.of(group.epoch(9)))).isEqualTo(9);

        assertThat(skipped.key().isDestroyed()).isTrue();
        assertThat(ring.current().epoch()).isOne();
        assertThat(ring.at(2)).isEqualTo(group.epoch(9));
    }

    @Test
    void shouldUseAllButTheLastOfThoseThatItWasGivenAnew() {
        KeyRing<TransportEpoch> ring = ring(2, 1, 2);

        assertThat(ring.renew(List.of(group.epoch(8), group.epoch(9)))).isEqualTo(8);

        assertThat(ring.at(0)).isEqualTo(group.epoch(2));
        assertThat(ring.current()).isEqualTo(group.epoch(8));
        assertThat(ring.at(2)).isEqualTo(group.epoch(9));
    }

    @Test
    void shouldDestroyWhatItWasGivenAndHasAlready() {
        KeyRing<TransportEpoch> ring = ring(2, 1, 2, 3);
        TransportEpoch again = group.epoch(3);

        assertThat(ring.renew(List.of(again))).isZero();

        assertThat(again.key().isDestroyed()).isTrue();
        assertThat(ring.newest().key().isDestroyed()).isFalse();
        assertThat(ring.current().epoch()).isEqualTo(2);
    }

    @Test
    void shouldKeepWhatIsAheadBeforeThoseThatItWasGivenAnew() {
        KeyRing<TransportEpoch> ring = ring(1, 1);
        ring.keepAhead(2);
        for (int epoch = 2; epoch <= 4; epoch++) {
            ring.install(group.epoch(epoch));
        }

        assertThat(ring.renew(List.of(group.epoch(9)))).isEqualTo(9);

        assertThat(ring.at(2)).isEqualTo(group.epoch(2));
        assertThat(ring.bySpi(TestGroup.SPI + 3)).isEqualTo(group.epoch(3));
        assertThat(ring.bySpi(TestGroup.SPI + 4)).as("it gave way").isNull();
        assertThat(ring.newest()).isEqualTo(group.epoch(9));
        assertThat(ring.current().epoch()).isOne();
    }

    @Test
    void shouldGoOnFirstToTheNextThatOthersMayUseAlready() {
        assertFollows(ring(1, 1, 2), List.of(2, 3), 3, "1 [2] 3");
        assertFollows(ring(1, 1, 2), List.of(3), 3, "1 [2] 3");
        assertFollows(ring(1, 1, 2), List.of(1, 2, 3), 3, "1 [2] 3");
        assertFollows(ring(2, 1, 2, 3), List.of(3, 4), 4, "2 [3] 4");
        assertFollows(ring(1, 1, 2), List.of(8, 9), 8, "2 [8] 9");
        assertFollows(ring(1, 1, 2), List.of(2, 8, 9), 8, "2 [8] 9");
    }

    @Test
    void shouldNotGoOnToANextThatWasPassedOver() {
        assertFollows(ring(1, 1, 2), List.of(1, 3), 3, "- [1] 3");
    }

    @Test
    void shouldStayWhereItIsWhenNothingGivenIsNewer() {
        assertFollows(ring(1, 1, 2), List.of(1, 2), 0, "- [1] 2");
        assertFollows(ring(1, 1, 2), List.of(2), 0, "- [1] 2");
        assertFollows(ring(2, 1, 2), List.of(), 0, "1 [2] -");
    }

    @Test
    void shouldFollowLikeOneThatLeadsWhereNothingIsNext() {
        assertFollows(ring(2, 1, 2), List.of(3), 3, "1 [2] 3");
        assertFollows(ring(1, 1), List.of(1, 2), 2, "- [1] 2");
        assertFollows(ring(1, 1), List.of(8, 9), 8, "1 [8] 9");
    }

    @Test
    void shouldNotHaveTheNextUsedByWhoDecidesWhenItIs() {
        KeyRing<TransportEpoch> ring = ring(1, 1, 2);

        assertThat(ring.renew(List.of(group.epoch(1), group.epoch(3)))).isEqualTo(3);

        assertThat(inOrder(ring)).isEqualTo("- [1] 3");
    }

    @Test
    void shouldChangeNothingWhenAnSpiIsTaken() {
        KeyRing<TransportEpoch> ring = ring(1, 1, 2);
        TransportEpoch sameSpi = TransportEpoch.of(GID, 3, TestGroup.SPI + 1, group.epoch(3).key());
        TransportEpoch known = group.epoch(2);

        assertThatIllegalArgumentException().isThrownBy(() -> ring.follow(List.of(known, sameSpi)));

        assertThat(inOrder(ring)).isEqualTo("- [1] 2");
        assertThat(known.key().isDestroyed()).isFalse();
    }

    @Test
    void shouldMakeRoomAheadForAllThatItWasGivenAnew() {
        KeyRing<TransportEpoch> ring = ring(1, 1);
        ring.keepAhead(2);
        for (int epoch = 2; epoch <= 4; epoch++) {
            ring.install(group.epoch(epoch));
        }

        assertThat(ring.renew(List.of(group.epoch(8), group.epoch(9)))).isEqualTo(8);

        assertThat(inOrder(ring)).isEqualTo("- [1] 2");
        assertThat(ring.bySpi(TestGroup.SPI + 3)).isNull();
        assertThat(ring.bySpi(TestGroup.SPI + 8)).isEqualTo(group.epoch(8));
        assertThat(ring.newest()).isEqualTo(group.epoch(9));
    }

    @Test
    void shouldNameTheOldestThatHasFoundRoom() {
        KeyRing<TransportEpoch> ring = ring(1, 1, 2);
        ring.keepAhead(1);
        TransportEpoch tooMuch = group.epoch(8);

        assertThat(ring.renew(List.of(tooMuch, group.epoch(9)))).isEqualTo(9);

        assertThat(tooMuch.key().isDestroyed()).isTrue();
        assertThat(ring.bySpi(tooMuch.spi())).isNull();
        assertThat(ring.newest()).isEqualTo(group.epoch(9));
    }

    @Test
    void shouldBoundTheDatabase() {
        MsaDatabase database = MsaDatabase.EMPTY;
        for (int spi = 1; spi <= MsaDatabase.MAX_ENTRIES; spi++) {
            database = database.with(msa(spi));
        }
        MsaDatabase full = database;

        assertThatIllegalArgumentException().isThrownBy(() -> full.with(msa(1_000)));
        assertThat(full.without(msa(7)).without(msa(7)).entries()).hasSize(MsaDatabase.MAX_ENTRIES - 1);
        assertThatIllegalArgumentException().isThrownBy(() -> msa(0));
    }

    private void assertFollows(KeyRing<TransportEpoch> ring, List<Integer> given, long oldest, String after) {
        String before = inOrder(ring);

        assertThat(ring.follow(given.stream().map(group::epoch).toList())).as("%s given %s", before, given)
                .isEqualTo(oldest);

        assertThat(inOrder(ring)).as("%s given %s", before, given).isEqualTo(after);
        assertThat(ring.current().key().isDestroyed()).isFalse();
    }

    /** Previous, current in brackets, and next. */
    private static String inOrder(KeyRing<TransportEpoch> ring) {
        return name(ring.at(0)) + " [" + name(ring.at(1)) + "] " + name(ring.at(2));
    }

    private static String name(@Nullable TransportEpoch epoch) {
        return epoch == null ? "-" : Long.toString(epoch.epoch());
    }

    private KeyRing<TransportEpoch> ring(long active, long... epochs) {
        return new KeyRing<>(Arrays.stream(epochs).mapToObj(group::epoch).toList(), active);
    }

    private static Msa msa(int spi) {
        return new Msa(GID, spi, MsaLayer.TRANSPORT, spi, MsaParameters.TRANSPORT);
    }
}
