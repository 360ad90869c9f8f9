package io.trackmc.sim.check;

import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Checks that confirmations are true and that none is counted twice. Nobody tells of more confirmed receivers than have said good-bye with
 * a confirmation so far, of those that hold the whole stream and of those that came late. Who says that it holds the whole stream
 * has delivered it, from the first message on. A receiver that starts again gets the stream again, and confirms again. For worlds with
 * one source run.
 */
public final class TallyChecker implements WorldObserver {

    private static final int TRACK_COMPLETE_COUNT = 44;
    private static final int TRACK_LATE_COUNT = 92;
    private static final int UNBIND_COMPLETE_COUNT = 4;
    private static final int UNBIND_LATE_COUNT = 12;

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
    private final DeliveryChecker deliveries;
    private final IntPredicate whole;
    private final Set<Run> confirmed = new TreeSet<>();
    private final Set<Run> late = new TreeSet<>();

    /**
     * @param whole whether a receiver may confirm the whole stream
     * @param receivers ids of all receivers; the others only add up
     */
    TallyChecker(Violations violations, DeliveryChecker deliveries, IntPredicate whole, BitSet receivers) {
        this.violations = violations;
        this.deliveries = deliveries;
        this.whole = whole;
        this.receivers = receivers;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        switch (WireView.type(datagram)) {
            case WireView.TRACK -> check(atNs, transmission.node(), WireView.body32(datagram, TRACK_COMPLETE_COUNT),
                    WireView.body32(datagram, TRACK_LATE_COUNT));
            case WireView.UNBIND_REQUEST -> {
                long complete = WireView.body32(datagram, UNBIND_COMPLETE_COUNT);
                long lateCount = WireView.body32(datagram, UNBIND_LATE_COUNT);
                if (receivers.get(transmission.node())) {
                    enter(atNs, new Run(transmission.node(), WireView.incarnation(datagram)), complete, lateCount);
                }
                check(atNs, transmission.node(), complete, lateCount);
            }
            default -> {
                // Carries no count.
            }
        }
    }

    /**
     * Judges what {@code node} says of confirmed receivers, on the wire or to its application.
     *
     * @param complete of those that hold the whole stream
     * @param lateCount of those that came late
     */
    public void check(long atNs, int node, long complete, long lateCount) {
        check(atNs, node, complete, confirmed, "confirmed");
        check(atNs, node, lateCount, late, "late");
    }

    private void check(long atNs, int node, long count, Set<Run> runs, String kind) {
        if (count > runs.size()) {
            violations.report("tally", atNs, "node %d counts %,d %s receivers, but only %s have confirmed"
                    .formatted(node, count, kind, runs));
        }
    }

    private void enter(long atNs, Run run, long complete, long lateCount) {
        if (complete + lateCount > 1) {
            violations.report("tally", atNs, "receiver %s counts itself more than once".formatted(run));
        }
        if (complete == 1) {
            confirmed.add(run);
            if (!whole.test(run.receiver)) {
                violations.report("tally", atNs,
                        "receiver %s confirms the whole stream, but has only %,d of %,d messages"
                                .formatted(run, deliveries.delivered(run.receiver), deliveries.offered()));
            }
        } else if (lateCount == 1) {
            late.add(run);
        }
    }
}
