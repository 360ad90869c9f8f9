package io.trackmc.keys.controller.tree;

import static io.trackmc.keys.controller.tree.TestTerms.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.rekey.RelayedRekeys;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rekeys that are forged, altered, replayed, rolled back, of another group, or come in the wrong order: refused with a reason, and nothing changes. */
class BadRekeysTest {

    private static final long GID = 9;
    private static final int HEADER_CONTENT = InnerHeader.LENGTH;

    private final SeededSecureRandom random = new SeededSecureRandom(4);
    private ContentTree tree;
    private TestMember<ContentEpoch, GroupDataKey> member;
    private GroupDataKey before;

    @BeforeEach
    void makeGroup() {
        tree = group(GID, RekeySigner.generate(random));
        member = TestMember.content(tree, 10);
        before = member.key;
    }

    @Test
    void everyFlippedBitOfHeaderAndChunkIsNoticed() {
        tree.expel(11);
        Rekey rekey = tree.rekey(terms(), null);
        for (byte[] part : List.of(rekey.header(), rekey.chunk(1))) {
            for (int bit = 0; bit < 8 * part.length; bit += 3) {
                byte[] altered = part.clone();
                altered[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThat(member.take(altered)).as("bit %d", bit).isNotNull();
            }
            assertThat(member.take(part)).isNull();
        }
        assertThat(member.rekeys.applied()).isZero();
        assertThat(member.key).isSameAs(before);
        member.follow(rekey);
        assertThat(member.key).isEqualTo(tree.epoch().key());
    }

    @Test
    void anotherSignerIsRefused() {
        ContentTree forger = group(GID, RekeySigner.generate(random));
        forger.expel(10);
        assertThat(member.take(forger.rekey(terms(), null).header())).isEqualTo(DropReason.BAD_REKEY);
        assertThat(member.rekeys.expelledCount()).isZero();
    }

    @Test
    void anotherGroupOfTheSameSignerIsRefused() {
        RekeySigner signer = RekeySigner.generate(random);
        ContentTree own = group(GID, signer);
        TestMember<ContentEpoch, GroupDataKey> here = TestMember.content(own, 10);
        assertThat(here.take(group(GID + 1, signer).rekey(terms(), null).header())).isEqualTo(DropReason.BAD_REKEY);
    }

    @Test
    void aChunkOfAnotherRekeyIsRefused() {
        Rekey first = rekey(11);
        Rekey second = rekey(12);
        member.take(first.header());
        assertThat(member.take(second.chunk(1))).isEqualTo(DropReason.STALE_REKEY);
        byte[] moved = second.chunk(1);
        System.arraycopy(first.chunk(1), 20, moved, 20, 8);
        assertThat(member.take(moved)).isEqualTo(DropReason.BAD_REKEY);
        assertThat(member.rekeys.applied()).isZero();
    }

    @Test
    void repetitionsAreHarmlessAndWhatIsAppliedIsNotAppliedAgain() {
        Rekey first = rekey(11);
        member.follow(first);
        GroupDataKey key = member.key;
        member.follow(first);
        member.follow(first);
        assertThat(member.key).isSameAs(key);
        assertThat(member.rekeys.applied()).isEqualTo(1);
    }

    @Test
    void aForkOfTheChainIsRefused() {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        TreeState.write(tree, state, InsecureSecretAccess.get());
        ContentTree fork = TreeState.readContent(new ByteArrayInputStream(state.toByteArray()), state.size(),
                new SeededSecureRandom(99),
                InsecureSecretAccess.get());
        Rekey first = rekey(11);
        Rekey second = rekey(12);
        fork.expel(13);
        Rekey forked = fork.rekey(terms(), null);
        member.follow(first);
        assertThat(member.take(forked.header())).isEqualTo(DropReason.BAD_REKEY);
        fork.expel(14);
        assertThat(member.take(fork.rekey(terms(), null).header())).isEqualTo(DropReason.BAD_REKEY);
        member.follow(second);
        assertThat(member.rekeys.applied()).isEqualTo(2);
    }

    @Test
    void aMemberThatLacksTheMiddleOneWaits() {
        Rekey first = rekey(11);
        Rekey second = rekey(12);
        Rekey third = rekey(13);
        member.follow(first);
        member.follow(third);
        assertThat(member.rekeys.applied()).isEqualTo(1);
        assertThat(member.rekeys.newest()).isEqualTo(3);
        assertThat(member.rekeys.neededSlice()).isEqualTo(KeyUpdates.NO_SLICE);
        member.take(second.header());
        assertThat(member.rekeys.neededSlice()).isZero();
        member.follow(second);
        assertThat(member.rekeys.applied()).isEqualTo(3);
        assertThat(member.key).isEqualTo(tree.epoch().key());
    }

    @Test
    void aRekeyWaitsWhileTheEpochBeforeIsNotActive() {
        Rekey first = rekey(11);
        Rekey second = rekey(12);
        deliver(first);
        assertThat(member.rekeys.pending()).isNotNull();
        deliver(second);
        assertThat(member.rekeys.applied()).isEqualTo(1);
        assertThat(member.rekeys.holdsBack()).isTrue();
        assertThat(member.rekeys.tryApply()).isFalse();
        member.rekeys.activate();
        assertThat(member.rekeys.tryApply()).isTrue();
        assertThat(member.rekeys.applied()).isEqualTo(2);
    }

    @Test
    void whatIsTooOldOrTooFarAheadIsStale() {
        List<Rekey> rekeys = new ArrayList<>();
        for (int i = 0; i < KeyUpdates.KEPT_REKEYS + 2; i++) {
            rekeys.add(tree.rekey(terms(), null));
        }
        assertThat(member.take(rekeys.getLast().header())).isEqualTo(DropReason.STALE_REKEY);
        rekeys.forEach(member::follow);
        assertThat(member.rekeys.applied()).isEqualTo(rekeys.size());
        assertThat(member.take(rekeys.getFirst().header())).isEqualTo(DropReason.STALE_REKEY);
        assertThat(member.take(rekeys.getFirst().chunk(1))).isEqualTo(DropReason.STALE_REKEY);
    }

    @Test
    void theExpelledAreKnownFromTheHeaderOn() {
        Rekey first = rekey(11);
        member.take(first.header());
        assertThat(member.rekeys.expelledCount()).isEqualTo(1);
        assertThat(member.rekeys.expelled(0)).isEqualTo(11);
        assertThat(RekeyHeader.expelled(first.header(), HEADER_CONTENT, 0)).isEqualTo(11);
    }

    @Test
    void aRepairHeadVerifiesContentRekeysWithoutAnyKey() {
        RelayedRekeys relayed = new RelayedRekeys(KeyLayer.CONTENT, GID, tree.anchor());
        Rekey first = rekey(11);
        byte[] header = first.header();
        byte[] chunk = first.chunk(1);
        assertThat(relayed.chunk(chunk, 0, chunk.length)).isEqualTo(DropReason.STALE_REKEY);
        assertThat(relayed.header(header, 0, header.length)).isNull();
        assertThat(relayed.chunk(chunk, 0, chunk.length)).isNull();
        chunk[InnerHeader.LENGTH + 20] ^= 1;
        assertThat(relayed.chunk(chunk, 0, chunk.length)).isEqualTo(DropReason.BAD_REKEY);
        assertThat(relayed.applied()).isEqualTo(1);
        assertThat(relayed.neededSlice()).isEqualTo(KeyUpdates.NO_SLICE);
        assertThat(relayed.isAnnounced(tree.anchor().nextSpi())).isTrue();
    }

    private void deliver(Rekey rekey) {
        member.take(rekey.header());
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            member.take(rekey.chunk(part));
        }
    }

    private Rekey rekey(int expelled) {
        tree.expel(expelled);
        return tree.rekey(terms(), null);
    }

    private ContentTree group(long gid, RekeySigner signer) {
        ContentTree made = ContentTree.create(gid, signer, random);
        made.join(1, 0);
        made.addRegion(1, 0);
        for (int id = 10; id < 20; id++) {
            made.join(id, 1);
        }
        made.settle();
        return made;
    }
}
