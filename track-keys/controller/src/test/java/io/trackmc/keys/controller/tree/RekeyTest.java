package io.trackmc.keys.controller.tree;

import static io.trackmc.keys.controller.tree.TestTerms.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trackmc.keys.payload.ContentEpoch;
import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.msa.TransportEpoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rekeys as an authority makes them and members follow them: sender 1 in region 0, heads 2 and 3 under it, receivers under those. */
class RekeyTest {

    private static final long GID = 0x1122_3344_5566_7788L;

    private final SeededSecureRandom random = new SeededSecureRandom(1);

    @Test
    void everyContentMemberFindsTheNewEpochAfterAnExpulsion() {
        ContentTree tree = content(9);
        List<TestMember<ContentEpoch, GroupDataKey>> members = new ArrayList<>();
        for (int id : new int[] {1, 10, 11, 12, 13, 14, 15, 16, 17, 18}) {
            members.add(TestMember.content(tree, id));
        }
        tree.expel(12);
        Rekey rekey = tree.rekey(terms(), null);
        for (TestMember<ContentEpoch, GroupDataKey> member : members) {
            member.follow(rekey);
            if (member.id == 12) {
                assertThat(member.rekeys.applied()).isZero();
            } else {
                assertThat(member.rekeys.applied()).as("member %d", member.id).isEqualTo(1);
                assertThat(member.key).isEqualTo(tree.epoch().key());
            }
        }
    }

    @Test
    void everyTransportMemberFindsEpochRegionSecretsAndInteriorSecretAfterAHeadIsExpelled() {
        TransportTree tree = transport();
        List<TestMember<TransportEpoch, GroupAuthKey>> members = transportMembers(tree);
        tree.expel(3);
        Rekey rekey = tree.rekey(terms(), null);
        for (TestMember<TransportEpoch, GroupAuthKey> member : members) {
            member.follow(rekey);
            if (member.id == 3) {
                assertThat(member.rekeys.applied()).isZero();
                continue;
            }
            assertThat(member.rekeys.applied()).as("member %d", member.id).isEqualTo(1);
            assertThat(member.key).isEqualTo(tree.epoch().key());
            member.regions.forEach((region, secret) -> assertThat(secret).as("region %d of %d", region, member.id)
                    .isEqualTo(tree.regionSecret(region)));
            if (member.interior != null) {
                assertThat(member.interior).isEqualTo(tree.interiorSecret());
            }
        }
    }

    @Test
    void aRekeyWithoutAnyEventStillBringsAnEpoch() {
        TransportTree tree = transport();
        List<TestMember<TransportEpoch, GroupAuthKey>> members = transportMembers(tree);
        Rekey rekey = tree.rekey(terms(), null);
        assertThat(rekey.chunkCount()).isEqualTo(1);
        members.forEach(m -> m.follow(rekey));
        assertThat(members).allMatch(m -> m.key.equals(tree.epoch().key()));
    }

    @Test
    void whoJoinsFollowsFromTheNextRekeyOn() {
        ContentTree tree = content(5);
        tree.join(40, 2);
        TestMember<ContentEpoch, GroupDataKey> joiner = TestMember.content(tree, 40);
        TestMember<ContentEpoch, GroupDataKey> old = TestMember.content(tree, 10);
        Rekey rekey = tree.rekey(terms(), null);
        joiner.follow(rekey);
        old.follow(rekey);
        assertThat(joiner.key).isEqualTo(tree.epoch().key());
        assertThat(old.key).isEqualTo(tree.epoch().key());
    }

    @Test
    void theSameBytesComeOutEachTime() {
        ContentTree tree = content(5);
        tree.leave(11);
        Rekey rekey = tree.rekey(terms(), null);
        assertThat(rekey.header()).isEqualTo(rekey.header());
        assertThat(rekey.chunk(1)).isEqualTo(rekey.chunk(1));
    }

    @Test
    void aRekeyNamesAtMost128Expelled() {
        ContentTree tree = content(140);
        for (int id = 10; id < 10 + 128; id++) {
            assertThat(tree.isFull()).isFalse();
            tree.expel(id);
        }
        assertThat(tree.isFull()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> tree.expel(139)).withMessageContaining("128");
        tree.rekey(terms(), null);
        tree.expel(139);
    }

    private ContentTree content(int receivers) {
        ContentTree tree = ContentTree.create(GID, RekeySigner.generate(random), random);
        tree.join(1, 0);
        tree.addRegion(1, 0);
        tree.addRegion(2, 1);
        for (int i = 0; i < receivers; i++) {
            tree.join(10 + i, 1 + i % 2);
        }
        tree.settle();
        return tree;
    }

    private TransportTree transport() {
        TransportTree tree = TransportTree.create(GID, RekeySigner.generate(random), random);
        tree.joinHead(1, 0, 0);
        tree.joinHead(2, 1, 0, 0);
        tree.joinHead(3, 2, 0, 0);
        tree.joinHead(4, 3, 1, 1, 0);
        tree.join(10, 1, 2);
        tree.join(11, 1, 2);
        tree.join(12, 2, 1);
        tree.join(13, 3);
        tree.settle();
        return tree;
    }

    private static List<TestMember<TransportEpoch, GroupAuthKey>> transportMembers(TransportTree tree) {
        return new ArrayList<>(List.of(TestMember.transport(tree, 1, 0), TestMember.transport(tree, 2, 1, 0),
                TestMember.transport(tree, 3, 2, 0), TestMember.transport(tree, 4, 3, 1, 0),
                TestMember.transport(tree, 10, 1, 2), TestMember.transport(tree, 11, 1, 2),
                TestMember.transport(tree, 12, 2, 1), TestMember.transport(tree, 13, 3)));
    }
}
