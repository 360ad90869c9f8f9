package io.trackmc.proto.tree;

import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.wire.NackMessage;
import java.util.Arrays;

/** INNERs that did not open and that the parent has not been told of yet: as many as one Nack carries, each sequence once. */
final class BadInners {

    private final long[] sequences = new long[NackMessage.MAX_BAD];
    private final byte[][] digests = new byte[NackMessage.MAX_BAD][];
    private int count;

    /** Adds one with its digest; not when its sequence is there already, or when there is no room: what is asked again is reported again. */
    void add(long sequence, byte[] digest) {
        for (int i = 0; i < count; i++) {
            if (sequences[i] == sequence) {
                return;
            }
        }
        if (count < NackMessage.MAX_BAD) {
            sequences[count] = sequence;
            digests[count] = Arrays.copyOf(digest, HopKeys.DIGEST_LENGTH);
            count++;
        }
    }

    void addTo(NackMessage nack) {
        for (int i = 0; i < count; i++) {
            nack.addBad(sequences[i], digests[i], 0);
        }
    }
}
