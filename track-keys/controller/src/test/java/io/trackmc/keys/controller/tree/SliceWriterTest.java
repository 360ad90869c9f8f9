package io.trackmc.keys.controller.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.rekey.RekeyEntries;
import io.trackmc.proto.wire.RekeyChunk;
import org.junit.jupiter.api.Test;

class SliceWriterTest {

    private static final int ROOM = RekeyChunk.MAX_LENGTH - RekeyChunk.FIXED_LENGTH;

    /** The entry that makes a slice outgrow its space is written like all others. */
    @Test
    void shouldHoldAsManyChildrenAsARegionHas() {
        SliceWriter slice = new SliceWriter(1, 0);
        int children = 3 * ROOM / RekeyEntries.FIXED_LENGTH;
        for (int leaf = 0; leaf < children; leaf++) {
            slice.below(leaf);
        }
        assertThat(slice.chunks()).isEqualTo(3);
        byte[] bytes = slice.bytes();
        for (int leaf = 0; leaf < children; leaf++) {
            int at = leaf * RekeyEntries.FIXED_LENGTH;
            assertThat(bytes[at] & 0xFF).isEqualTo(RekeyEntries.BELOW);
            assertThat(((bytes[at + 2] & 0xFF) << Byte.SIZE) | (bytes[at + 3] & 0xFF)).isEqualTo(leaf);
        }
    }
}
