package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.seq.LongRangeSet;
import io.trackmc.proto.wire.NackSuppressMessage;

/** What a parent lacks itself and is fetching, told to its region in a NackSuppress. Ranges collect until it is polled. */
final class SuppressNotice {

    /** Most ranges that collect; a child that is not told of the others asks for them, and they are fetched all the same. */
    private static final int MAX_RANGES = 512;

    private final HopSealer regionSealer;
    private final Counters counters;
    private final LongRangeSet ranges = new LongRangeSet(MAX_RANGES);
    private final NackSuppressMessage message;

    SuppressNotice(HopSealer regionSealer, Counters counters, EngineScratch scratch) {
        this.message = scratch.written().nackSuppress();
        this.regionSealer = regionSealer;
        this.counters = counters;
    }

    void add(long first, long last) {
        ranges.add(first, last);
    }

    void clear() {
        ranges.clear();
    }

    /** Writes the notice, if there is anything to tell. */
    boolean poll(Transmit out) {
        if (ranges.isEmpty()) {
            return false;
        }
        message.reset();
        long told = 0;
        for (int i = 0; i < ranges.size() && message.addRange(ranges.first(i), length(i)); i++) {
            told = ranges.last(i);
        }
        ranges.remove(0, told);
        int outerLength = message.pack().write(out.bytes(), 0);
        out.multicast(Transmit.Destination.REGION, regionSealer.seal(out.bytes(), 0, outerLength));
        counters.increment(CounterId.NACK_SUPPRESS_SENT);
        return true;
    }

    private long length(int range) {
        return ranges.last(range) - ranges.first(range) + 1;
    }
}
