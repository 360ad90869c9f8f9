package io.trackmc.net.metrics;

import io.trackmc.net.tree.ParentEvent;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import java.util.List;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * What a flight recording of a node's JVM tells of TRACK. What happens for packets is told as sums since the event before, at most ten times a second, so
 * that a recording costs nothing where packets move. One thread.
 */
@SuppressWarnings("UnusedVariable") // it is the flight recorder that reads the fields of events
final class FlightEvents {

    private static final DropReason[] REASONS = DropReason.values();

    private final long[] dropsTold = new long[REASONS.length];
    private long sentTold;
    private long receivedTold;
    private long naksTold;

    /** Of what happens to parents only losses are told by themselves: what was found is in {@link #failover}. */
    void parent(ParentEvent told) {
        if (told.kind() == ParentEvent.Kind.LOST) {
            ParentLostEvent event = new ParentLostEvent();
            event.reason = told.reason();
            event.commit();
        }
    }

    void failover(long tookNs) {
        FailoverEvent event = new FailoverEvent();
        event.took = tookNs;
        event.commit();
    }

    void rekey(Enum<?> layer, long epoch) {
        RekeyEvent event = new RekeyEvent();
        event.layer = text(layer);
        event.epoch = epoch;
        event.commit();
    }

    /** Tells what was counted since it was called last with anybody recording. */
    void counts(List<Counters> counters) {
        if (new DropsEvent().isEnabled()) {
            drops(counters);
        }
        if (new RepairsEvent().isEnabled()) {
            repairs(counters);
        }
    }

    private void drops(List<Counters> counters) {
        for (DropReason reason : REASONS) {
            long count = 0;
            for (Counters each : counters) {
                count += each.get(reason);
            }
            long more = count - dropsTold[reason.ordinal()];
            if (more != 0) {
                dropsTold[reason.ordinal()] = count;
                DropsEvent event = new DropsEvent();
                event.reason = text(reason);
                event.count = more;
                event.commit();
            }
        }
    }

    private void repairs(List<Counters> counters) {
        long sent = sum(counters, CounterId.REPAIRS_SENT_UNICAST) + sum(counters, CounterId.REPAIRS_SENT_REGION)
                + sum(counters, CounterId.REPAIRS_SENT_DATA);
        long received = sum(counters, CounterId.REPAIRS_RECEIVED);
        long naks = sum(counters, CounterId.NACKS_SENT);
        if (sent != sentTold || received != receivedTold || naks != naksTold) {
            RepairsEvent event = new RepairsEvent();
            event.sent = sent - sentTold;
            event.received = received - receivedTold;
            event.naks = naks - naksTold;
            event.commit();
            sentTold = sent;
            receivedTold = received;
            naksTold = naks;
        }
    }

    private static long sum(List<Counters> counters, CounterId id) {
        long sum = 0;
        for (Counters each : counters) {
            sum += each.get(id);
        }
        return sum;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Name("io.trackmc.ParentLost")
    @Label("Parent lost")
    @Category("TRACK")
    @StackTrace(false)
    private static final class ParentLostEvent extends Event {
        @Label("Reason")
        String reason = "";
    }

    @Name("io.trackmc.Failover")
    @Label("Fail-over")
    @Category("TRACK")
    @StackTrace(false)
    private static final class FailoverEvent extends Event {
        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("io.trackmc.Rekey")
    @Label("Rekey applied")
    @Category("TRACK")
    @StackTrace(false)
    private static final class RekeyEvent extends Event {
        @Label("Layer")
        String layer = "";

        @Label("Epoch")
        long epoch;
    }

    @Name("io.trackmc.Drops")
    @Label("Drops")
    @Category("TRACK")
    @StackTrace(false)
    private static final class DropsEvent extends Event {
        @Label("Reason")
        String reason = "";

        @Label("Count")
        long count;
    }

    @Name("io.trackmc.Repairs")
    @Label("Repairs")
    @Category("TRACK")
    @StackTrace(false)
    private static final class RepairsEvent extends Event {
        @Label("Sent")
        long sent;

        @Label("Received")
        long received;

        @Label("NAKs sent")
        long naks;
    }
}
