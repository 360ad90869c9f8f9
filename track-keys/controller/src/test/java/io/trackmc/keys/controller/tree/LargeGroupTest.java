package io.trackmc.keys.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What does not depend on the machine of what {@link LargeGroup} measures, in a group of 8,000. */
class LargeGroupTest {

    private static final int FAN_OUT = 20;
    private static final int EXPULSION_BYTES = 2_048;

    private final LargeGroup group = new LargeGroup(FAN_OUT);
    private final SeededSecureRandom random = new SeededSecureRandom(6);

    @Test
    void oneExpulsionTakesTwoKilobytesOfContentRekey() {
        ContentTree tree = group.content(random);
        tree.expel(group.receiver(4_321));
        assertThat(LargeGroup.bytes(tree.rekey(TestTerms.terms(), null))).isLessThan(EXPULSION_BYTES);
    }

    @Test
    void oneExpulsionTakesTwoKilobytesOfTransportRekeyWithTwoBackupsForEachRegion() {
        TransportTree tree = group.transport(random);
        tree.expel(group.receiver(4_321));
        assertThat(LargeGroup.bytes(tree.rekey(TestTerms.terms(), null))).isLessThan(EXPULSION_BYTES);
    }

    @Test
    void aMemberNeedsOnlyTheSlicesOnItsPath() {
        ContentTree tree = group.content(random);
        for (int i = 0; i < group.receivers(); i += 100) {
            tree.leave(group.receiver(i));
        }
        Rekey rekey = tree.rekey(TestTerms.terms(), null);
        assertThat(group.bytesAt(rekey, 17)).isLessThan(rekey.contentBytes() / 10);
    }
}
