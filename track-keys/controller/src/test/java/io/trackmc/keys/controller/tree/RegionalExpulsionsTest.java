package io.trackmc.keys.controller.tree;

import static io.trackmc.keys.controller.tree.TestTerms.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.msa.TransportEpoch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More receivers are expelled at once than a header names: sender 1, heads 2 to 4 under it, receivers under head 2 with head 3 as their backup. */
class RegionalExpulsionsTest {

    private static final int IN_HEADER = 64;
    private static final int FIRST = 100;
    private static final int EXPELLED = 1_000;
    private static final int STAYS = FIRST + EXPELLED;

    private final TransportTree tree = TransportTree.create(7, RekeySigner.generate(new SeededSecureRandom(1)),
            new SeededSecureRandom(2));

    @BeforeEach
    void nameInRegions() {
        tree.nameInRegions();
    }

    @Test
    void shouldNameAllToThoseAloneWhoMayHaveBeenTheirParents() {
        tree.joinHead(1, 0, 0);
        IntStream.rangeClosed(2, 4).forEach(head -> tree.joinHead(head, head, 0, 0));
        IntStream.rangeClosed(FIRST, STAYS).forEach(receiver -> tree.join(receiver, 2, 3));
        tree.join(99, 4);
        tree.settle();
        TestMember<TransportEpoch, GroupAuthKey> sender = TestMember.transport(tree, 1, 0);
        TestMember<TransportEpoch, GroupAuthKey> home = TestMember.transport(tree, 2, 2, 0);
        TestMember<TransportEpoch, GroupAuthKey> backup = TestMember.transport(tree, 3, 3, 0);
        TestMember<TransportEpoch, GroupAuthKey> other = TestMember.transport(tree, 4, 4, 0);
        TestMember<TransportEpoch, GroupAuthKey> out = TestMember.transport(tree, FIRST + EXPELLED - 1, 2, 3);
        TestMember<TransportEpoch, GroupAuthKey> stays = TestMember.transport(tree, STAYS, 2, 3);
        IntStream.range(FIRST, FIRST + EXPELLED).forEach(tree::expel);
        assertThat(tree.isFull()).as("there is room for repair heads").isFalse();
        tree.expel(4);
        Rekey rekey = tree.rekey(terms(), null);

        for (TestMember<TransportEpoch, GroupAuthKey> member : List.of(sender, home, backup, other, out, stays)) {
            member.follow(rekey);
        }
        assertThat(home.rekeys.expelledCount()).isEqualTo(backup.rekeys.expelledCount()).isEqualTo(EXPELLED + 1);
        assertThat(IntStream.range(0, EXPELLED + 1).map(home.rekeys::expelled)).contains(4, FIRST,
                FIRST + EXPELLED - 1).doesNotContain(STAYS);
        assertThat(sender.rekeys.expelledCount()).isEqualTo(IN_HEADER + 1);
        assertThat(stays.rekeys.applied()).isEqualTo(home.rekeys.applied()).isEqualTo(1);
        assertThat(stays.key).isEqualTo(backup.key).isEqualTo(tree.epoch().key());
        assertThat(out.rekeys.applied()).isEqualTo(other.rekeys.applied()).isZero();
        assertThat(IntStream.range(0, out.rekeys.expelledCount()).map(out.rekeys::expelled)).contains(out.id);
    }

    @Test
    void shouldForgetThemWithTheRekey() {
        tree.joinHead(1, 0, 0);
        tree.joinHead(2, 2, 0, 0);
        IntStream.rangeClosed(FIRST, STAYS).forEach(receiver -> tree.join(receiver, 2));
        tree.settle();
        IntStream.range(FIRST, FIRST + EXPELLED).forEach(tree::expel);
        tree.rekey(terms(), null);
        TestMember<TransportEpoch, GroupAuthKey> head = TestMember.transport(tree, 2, 2, 0);
        head.follow(tree.rekey(terms(), null));
        assertThat(head.rekeys.applied()).isEqualTo(2);
        assertThat(head.rekeys.expelledCount()).isZero();
    }
}
