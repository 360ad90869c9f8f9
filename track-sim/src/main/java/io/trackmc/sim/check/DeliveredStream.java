package io.trackmc.sim.check;

import org.agrona.collections.LongArrayList;

/** What one run of a receiver has got of what the source offered, both as fingerprints of messages. */
interface DeliveredStream {

    /** Takes a message; false when it may not come now. */
    boolean take(LongArrayList offered, long fingerprint);

    /** A gap was reported. */
    void gap();

    /** Messages that were taken. */
    long delivered();

    /** Whether nothing of a closed session is missing that was promised. */
    boolean isComplete(LongArrayList offered);
}
