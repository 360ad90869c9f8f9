package io.trackmc.proto.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.testing.FakeGroup;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RekeyStoreTest {

    private static final int NODE = 10;
    private static final int FEW_BYTES = 10;
    private static final KeyLayer LAYER = KeyLayer.TRANSPORT;

    private final HopKeys keys = new FakeHopKeys(
            new FakeGroup().add(new FakeGroup.Member(NODE, FakeGroup.Role.REPAIR_HEAD, NODE, List.of())), NODE,
            Nodes.incarnation(NODE, 1));

    @Test
    void keepsNothingForWhichThereIsNoRoom() {
        RekeyStore store = new RekeyStore(keys, true, FEW_BYTES);

        KeptParts.header(store, 2, 3);

        assertThat(store.rekey(LAYER, 2)).isNull();
    }

    /** A receiver takes what it needs out of each part at once; to keep all of them for nobody would cost as much as the rekey is long. */
    @Test
    void remembersOfPartsThatNobodyWillAskForOnlyThatTheyWereHere() {
        RekeyStore store = new RekeyStore(keys, false, FEW_BYTES);

        KeptParts.header(store, 2, 3);
        KeptParts.slice(store, 2, 5, 0, 1, 3);

        KeptRekey kept = Objects.requireNonNull(store.rekey(LAYER, 2));
        assertThat(kept.bytes()).isZero();
        assertThat(kept.isWhole()).isTrue();
        assertThat(Objects.requireNonNull(kept.slice(5)).isWhole()).isTrue();
        assertThat(store.contains(LAYER, 2, 3)).isTrue();
        assertThat(store.contains(LAYER, 2, 4)).isFalse();
    }
}
