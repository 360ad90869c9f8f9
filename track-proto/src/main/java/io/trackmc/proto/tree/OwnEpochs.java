package io.trackmc.proto.tree;

import java.util.Arrays;

/**
 * Transport epochs under which this node has sent, by their SPIs, the last few of them: who speaks under one of these has been left behind, and
 * is not ahead of this node.
 */
final class OwnEpochs {

    /** As many as rekeys are kept, and the first; a power of two. */
    private static final int EPOCHS = 32;

    private int[] spis = {0};
    private int count;
    private int next;

    /** Notes the epoch under which this node sends now. */
    void note(int spi) {
        if (!contains(spi)) {
            if (next == spis.length) {
                spis = Arrays.copyOf(spis, 2 * next);
            }
            spis[next] = spi;
            next = next + 1 & EPOCHS - 1;
            count = Math.min(count + 1, EPOCHS);
        }
    }

    boolean contains(int spi) {
        for (int i = 0; i < count; i++) {
            if (spis[i] == spi) {
                return true;
            }
        }
        return false;
    }
}
