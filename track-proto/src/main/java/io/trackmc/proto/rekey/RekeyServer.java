package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.rate.RateLimit;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.wire.RekeyDatagram;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A parent's side of rekeys: what its children need anyway goes once to all of them, and what one asks for goes to that one, or to all
 * when several ask. Paced by the budget of repairs.
 */
final class RekeyServer {

    /** Most INNERs that wait to be sent; a child asks again for what did not fit. */
    static final int MAX_QUEUED = 8_192;

    /** Regions of which all that is below is sent for one request: a repair head asks for what is below its own. */
    static final int MAX_SUBTREES = 1;

    /** What looking for one part costs a child of its budget, whether there is one or not: so it cannot make its parent look without end. */
    static final int LOOK_BYTES = 64;

    private static final long MINIMUM_HOLDOFF_NS = 1_000_000;
    private static final long MAXIMUM_HOLDOFF_NS = 50_000_000;

    private final KeyUpdates updates;
    private final RekeyStore store;
    private final @Nullable ChildWants wants;
    private final ChildTable children;
    private final HopSealer regionSealer;
    private final RateLimit bucket;
    private final Counters counters;
    private final ArrayDeque<KeptPart> queue = new ArrayDeque<>();
    private long blockedUntilNs = Deadlines.NONE;

    /** @param wants where to put what is not kept here; null at the sender, which has all there is */
    RekeyServer(KeyUpdates updates, RekeyStore store, @Nullable ChildWants wants, ChildTable children,
            HopSealer regionSealer, RateLimit bucket, Counters counters) {
        this.updates = updates;
        this.store = store;
        this.wants = wants;
        this.children = children;
        this.regionSealer = regionSealer;
        this.bucket = bucket;
        this.counters = counters;
    }

    /** Sends a part to all children. */
    void push(@Nullable KeptPart part) {
        if (part != null && children.boundCount() > 0) {
            owe(part, KeptPart.REGION);
        }
    }

    /** Takes a verified request; returns whether something that this parent lacks too was added to its own wants. */
    boolean onRequest(long nowNs, Child child, RekeyRequestMessage request) {
        KeyLayer layer = Objects.requireNonNull(KeyLayer.of(request.layer()));
        long last = request.later() ? updates.newest(layer) : request.rekey();
        boolean wanted = false;
        for (long number = request.rekey(); number <= last && mayLook(nowNs, child, request); number++) {
            wanted |= serve(layer, number, new Asked(request, child.id(), number > request.rekey(),
                    request.entryCount(), child.isRepairHead() ? MAX_SUBTREES : 0), part -> ask(nowNs, child, part));
            if (number == request.rekey()) {
                number = Math.max(number, updates.newest(layer) - KeyUpdates.KEPT_REKEYS);
            }
        }
        return wanted;
    }

    /** Takes what looking for the parts of one rekey costs from a child's budget; false when there is none left. */
    boolean mayLook(long nowNs, Child child, RekeyRequestMessage request) {
        if (!child.repairBudget().isOpen(nowNs)) {
            counters.increment(CounterId.REPAIRS_OVER_SHARE);
            return false;
        }
        child.repairBudget().take(nowNs, LOOK_BYTES * (1 + request.entryCount()));
        return true;
    }

    /**
     * Hands over the parts of one rekey that a request under a key of no epoch names. Its first entry is what the child needs; the others are what
     * it may need next, if there is such a thing, and are not asked for above.
     */
    void serveStale(KeyLayer layer, long number, int child, RekeyRequestMessage request, Predicate<KeptPart> each) {
        serve(layer, number, new Asked(request, child, number > request.rekey(), Math.min(1, request.entryCount()), 0),
                each);
    }

    /** Header of a rekey, if it is kept here. */
    @Nullable
    KeptPart header(KeyLayer layer, long number) {
        KeptRekey rekey = store.rekey(layer, number);
        return rekey == null ? null : rekey.header();
    }

    /** Returns whether something that is not kept here was added to the wants. */
    private boolean serve(KeyLayer layer, long number, Asked asked, Predicate<KeptPart> each) {
        KeptRekey rekey = store.rekey(layer, number);
        KeptPart header = rekey == null ? null : rekey.header();
        if (rekey == null || header == null) {
            return isKeptElsewhere(layer, number) && want(layer, number, KeyUpdates.NO_SLICE, asked.child);
        }
        RekeyRequestMessage request = asked.request;
        boolean open = !request.header() || each.test(header);
        boolean wanted = false;
        int subtrees = 0;
        for (int i = 0; open && i < request.entryCount(); i++) {
            int slice = request.slice(i);
            if (request.count(i) == RekeyRequestMessage.SUBTREE) {
                open = subtrees++ >= asked.maxSubtrees || rekey.forEachBelow(slice, each);
                continue;
            }
            KeptSlice kept = rekey.slice(slice);
            open = kept == null || serveSlice(kept, asked, i, each);
            boolean lacking = kept == null ? !rekey.isWhole() : !kept.isWhole();
            wanted |= lacking && i < asked.needed && want(layer, number, slice, asked.child);
        }
        return wanted;
    }

    long nextDeadlineNs() {
        return blockedUntilNs;
    }

    /** Writes the next part that is owed. */
    boolean poll(long nowNs, Transmit out) {
        blockedUntilNs = Deadlines.NONE;
        while (!queue.isEmpty()) {
            if (!bucket.isOpen(nowNs)) {
                blockedUntilNs = bucket.openAtNs();
                return false;
            }
            KeptPart part = queue.remove();
            if (write(part, out)) {
                part.sent(nowNs);
                bucket.take(nowNs, out.length());
                counters.increment(CounterId.REKEY_PARTS_SENT);
                return true;
            }
            part.owe(KeptPart.NOBODY);
        }
        return false;
    }

    private static boolean serveSlice(KeptSlice kept, Asked asked, int entry, Predicate<KeptPart> each) {
        RekeyRequestMessage request = asked.request;
        boolean all = asked.whole || request.count(entry) == RekeyRequestMessage.WHOLE_SLICE;
        int first = all ? 0 : request.first(entry);
        int end = all ? kept.count() : Math.min(kept.count(), first + request.count(entry));
        for (int i = first; i < end; i++) {
            KeptPart chunk = kept.chunk(i);
            if (chunk != null && !each.test(chunk)) {
                return false;
            }
        }
        return true;
    }

    /** This parent came after that rekey; it is asked for above as long as others keep it, the header first. */
    private boolean isKeptElsewhere(KeyLayer layer, long number) {
        long newest = updates.newest(layer);
        return number <= newest && number > newest - KeyUpdates.KEPT_REKEYS;
    }

    private boolean want(KeyLayer layer, long number, int slice, int child) {
        return wants != null && wants.add(layer, number, slice, child);
    }

    /** Returns whether the child may have more. */
    private boolean ask(long nowNs, Child child, KeptPart part) {
        long holdoffNs = holdoffNs(child);
        if (child.provenEndpoint() == null || !child.repairBudget().isOpen(nowNs)) {
            counters.increment(child.provenEndpoint() == null ? CounterId.REPAIRS_UNPROVEN
                    : CounterId.REPAIRS_OVER_SHARE);
            return false;
        }
        if (part.isOnItsWayTo(child.index(), nowNs, holdoffNs)) {
            counters.increment(CounterId.REPAIRS_UNDER_WAY);
        } else if (owe(part,
                part.wasSentToAnother(child.index(), nowNs, holdoffNs) ? KeptPart.REGION : child.index())) {
            child.repairBudget().take(nowNs, part.innerLength());
        }
        return true;
    }

    /** Time for which nothing is sent to a child a second time. */
    static long holdoffNs(Child child) {
        return Math.clamp(2 * child.rtt().rttNs(), MINIMUM_HOLDOFF_NS, MAXIMUM_HOLDOFF_NS);
    }

    private boolean owe(KeptPart part, int scope) {
        if (part.owed() != KeptPart.NOBODY) {
            part.owe(part.owed() == scope ? scope : KeptPart.REGION);
            return true;
        }
        if (queue.size() == MAX_QUEUED) {
            counters.drop(DropReason.NO_ROOM);
            return false;
        }
        part.owe(scope);
        queue.add(part);
        return true;
    }

    private boolean write(KeptPart part, Transmit out) {
        if (part.owed() == KeptPart.REGION) {
            out.multicast(Transmit.Destination.REGION, seal(part, regionSealer, out));
            return children.boundCount() > 0;
        }
        Child child = children.at(part.owed());
        Endpoint to = child == null ? null : child.provenEndpoint();
        if (child == null || to == null || !child.isBound()) {
            return false;
        }
        out.unicast(to, seal(part, child.down(), out));
        return true;
    }

    /** Writes a part into a datagram; returns its length. */
    static int seal(KeptPart part, HopSealer sealer, Transmit out) {
        int outer = RekeyDatagram.write(out.bytes(), 0);
        System.arraycopy(part.bytes(), 0, out.bytes(), outer, part.innerLength());
        return sealer.seal(out.bytes(), 0, outer, part.innerLength(), part.bytes(), part.innerLength());
    }

    /**
     * What one request asks of one rekey.
     *
     * @param whole whether whole slices are meant, whatever chunks it names
     * @param needed entries, from the first, that are asked for above when they are not here
     * @param maxSubtrees entries for subtrees that are answered
     */
    private record Asked(RekeyRequestMessage request, int child, boolean whole, int needed, int maxSubtrees) {}
}
