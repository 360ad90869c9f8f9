package io.trackmc.sim.check;

import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that no confirmation is counted twice: nobody tells of more confirmed receivers than have said good-bye with a confirmation
 * so far. A receiver that starts again gets the stream again, and confirms again. For worlds with one source run.
 */
public final class TallyChecker implements WorldObserver {

    private static final int TRACK_COMPLETE_COUNT = 44;
    private static final int UNBIND_COMPLETE_COUNT = 4;

    private record Run(int receiver, long incarnation) implements Comparable<Run> {
        @Override
        public int compareTo(Run other) {
            return receiver == other.receiver ? Long.compareUnsigned(incarnation, other.incarnation)
                    : Integer.compare(receiver, other.receiver);
        }

        @Override
        public String toString() {
            return Integer.toString(receiver);
        }
    }

    private final Violations violations;
    private final BitSet receivers;
    private final Set<Run> confirmed = new TreeSet<>();

    /** @param receivers ids of all receivers; the others only add up */
    TallyChecker(Violations violations, BitSet receivers) {
        this.violations = violations;
        this.receivers = receivers;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        switch (WireView.type(datagram)) {
            case WireView.TRACK -> check(atNs, transmission.node(), WireView.body32(datagram, TRACK_COMPLETE_COUNT));
            case WireView.UNBIND_REQUEST -> {
                long count = WireView.body32(datagram, UNBIND_COMPLETE_COUNT);
                if (receivers.get(transmission.node()) && count == 1) {
                    confirmed.add(new Run(transmission.node(), WireView.incarnation(datagram)));
                }
                check(atNs, transmission.node(), count);
            }
            default -> {
                // Carries no count.
            }
        }
    }

    /** Judges what {@code node} says of confirmed receivers, on the wire or to its application. */
    public void check(long atNs, int node, long count) {
        if (count > confirmed.size()) {
            violations.report("tally", atNs, "node %d counts %,d confirmed receivers, but only %s have confirmed"
                    .formatted(node, count, confirmed));
        }
    }
}
