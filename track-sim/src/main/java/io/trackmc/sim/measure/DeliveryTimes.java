package io.trackmc.sim.measure;

import org.agrona.collections.LongArrayList;

/**
 * How long after the source offered it a message reaches its last receiver. A few numbers for each message, however many receivers there
 * are.
 */
public final class DeliveryTimes {

    private final LongArrayList offeredNs = new LongArrayList();
    private final LongArrayList lastNs = new LongArrayList();

    /** The source offers the next message. */
    public void offered(long atNs) {
        offeredNs.addLong(atNs);
        lastNs.addLong(atNs);
    }

    /**
     * A receiver gets a message, later than those before it got theirs.
     *
     * @param place which one, from 0
     */
    public void delivered(int place, long atNs) {
        lastNs.setLong(place, atNs);
    }

    /** Of each message, how long its way to its last receiver took. */
    public Durations toLast() {
        Durations times = new Durations();
        for (int place = 0; place < offeredNs.size(); place++) {
            times.add(lastNs.getLong(place) - offeredNs.getLong(place));
        }
        return times;
    }
}
