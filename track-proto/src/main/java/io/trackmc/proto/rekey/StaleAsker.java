package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.rate.TokenBucket;
import org.jspecify.annotations.Nullable;

/** A child that asks under a key of no epoch: what it may still be sent, and from where it certainly asks. */
final class StaleAsker {

    private static final int BYTES_PER_SECOND = 64 << 10;
    private static final int BURST_BYTES = 24 << 10;

    private final TokenBucket budget = new TokenBucket(BYTES_PER_SECOND, BURST_BYTES);
    private long incarnation;
    private long counter;
    private long answeredNs;
    private int proof;
    private @Nullable Endpoint endpoint;

    /** Notes an authentic request; returns whether it is later than all before, as only one that the child itself sends now can be. */
    boolean accept(long nowNs, long childIncarnation, long requestCounter) {
        boolean later = endpoint == null || childIncarnation > incarnation
                || (childIncarnation == incarnation && requestCounter > counter);
        if (later) {
            incarnation = childIncarnation;
            counter = requestCounter;
            answeredNs = nowNs;
        }
        return later;
    }

    /** It is answered now, for a request that was judged otherwise. */
    void answered(long nowNs) {
        answeredNs = nowNs;
    }

    /** Whether it was answered within {@code withinNs}. */
    boolean isAnsweredWithin(long nowNs, long withinNs) {
        return endpoint != null && nowNs - answeredNs < withinNs;
    }

    /** How long ago that was. */
    long answeredAgoNs(long nowNs) {
        return nowNs - answeredNs;
    }

    /** Whether it has shown that what is sent there reaches it. */
    boolean isProven(Endpoint from, int echo) {
        return from.equals(endpoint) && echo == proof;
    }

    /** It asks from another address: what is sent there shows {@code newProof}. */
    void at(Endpoint from, int newProof) {
        if (!from.equals(endpoint)) {
            endpoint = from;
            proof = newProof;
        }
    }

    /** What its answers show, for it to repeat. */
    int proof() {
        return proof;
    }

    /** Takes the bytes of a part from its budget; false when there is none left. */
    boolean take(long nowNs, int bytes) {
        if (!budget.isOpen(nowNs)) {
            return false;
        }
        budget.take(nowNs, bytes);
        return true;
    }
}
