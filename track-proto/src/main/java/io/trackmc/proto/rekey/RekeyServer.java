package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.wire.RekeyDatagram;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A parent's side of rekeys: what its children need anyway goes once to all of them, and what one asks for goes to that one, or to all
 * when several ask. Paced by the budget of repairs.
 */
public final class RekeyServer {

    /** Most INNERs that wait to be sent; a child asks again for what did not fit. */
    static final int MAX_QUEUED = 8_192;

    private static final long MINIMUM_HOLDOFF_NS = 1_000_000;
    private static final long MAXIMUM_HOLDOFF_NS = 50_000_000;

    private final KeyUpdates updates;
    private final RekeyStore store;
    private final @Nullable ChildWants wants;
    private final ChildTable children;
    private final HopSealer regionSealer;
    private final TokenBucket bucket;
    private final Counters counters;
    private final ArrayDeque<KeptPart> queue = new ArrayDeque<>();
    private long blockedUntilNs = Deadlines.NONE;

    /** @param wants where to put what is not kept here; null at the sender, which has all there is */
    RekeyServer(KeyUpdates updates, RekeyStore store, @Nullable ChildWants wants, ChildTable children,
            HopSealer regionSealer, TokenBucket bucket, Counters counters) {
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
        for (long number = request.rekey(); number <= last; number++) {
            wanted |= serve(layer, number, request, number > request.rekey(),
                    part -> ask(nowNs, child, part));
            if (number == request.rekey()) {
                number = Math.max(number, updates.newest(layer) - KeyUpdates.KEPT_REKEYS);
            }
        }
        return wanted;
    }

    /** Hands over the parts of one rekey that a request names; returns whether some are not kept here. */
    boolean serve(KeyLayer layer, long number, RekeyRequestMessage request, boolean whole,
            Consumer<KeptPart> each) {
        KeptRekey rekey = store.rekey(layer, number);
        KeptPart header = rekey == null ? null : rekey.header();
        if (rekey == null || header == null) {
            return wantWhole(layer, number, request);
        }
        if (request.header()) {
            each.accept(header);
        }
        boolean wanted = false;
        for (int i = 0; i < request.entryCount(); i++) {
            int slice = request.slice(i);
            if (request.count(i) == RekeyRequestMessage.SUBTREE) {
                rekey.forEachBelow(slice, each);
            } else {
                wanted |= !serveSlice(rekey, slice, request, i, whole, each) && want(layer, number, slice);
            }
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

    private static boolean serveSlice(KeptRekey rekey, int slice, RekeyRequestMessage request, int entry,
            boolean whole, Consumer<KeptPart> each) {
        KeptSlice kept = rekey.slice(slice);
        if (kept == null) {
            return false;
        }
        boolean all = whole || request.count(entry) == RekeyRequestMessage.WHOLE_SLICE;
        int first = all ? 0 : request.first(entry);
        int end = all ? kept.count() : Math.min(kept.count(), first + request.count(entry));
        boolean complete = true;
        for (int i = first; i < end; i++) {
            KeptPart chunk = kept.chunk(i);
            if (chunk == null) {
                complete = false;
            } else {
                each.accept(chunk);
            }
        }
        return complete;
    }

    /** This parent came after that rekey; it is asked for above as long as others keep it. */
    private boolean wantWhole(KeyLayer layer, long number, RekeyRequestMessage request) {
        long newest = updates.newest(layer);
        if (number > newest || number <= newest - KeyUpdates.KEPT_REKEYS) {
            return false;
        }
        boolean wanted = want(layer, number, KeyUpdates.NO_SLICE);
        for (int i = 0; i < request.entryCount(); i++) {
            wanted |= want(layer, number, request.slice(i));
        }
        return wanted;
    }

    private boolean want(KeyLayer layer, long number, int slice) {
        return wants != null && wants.add(layer, number, slice);
    }

    private void ask(long nowNs, Child child, KeptPart part) {
        long holdoffNs = Math.clamp(2 * child.rtt().rttNs(), MINIMUM_HOLDOFF_NS, MAXIMUM_HOLDOFF_NS);
        if (child.provenEndpoint() == null || !child.repairBudget().isOpen(nowNs)
                || part.isOnItsWayTo(child.index(), nowNs, holdoffNs)) {
            counters.increment(CounterId.REPAIRS_HELD_OFF);
            return;
        }
        if (owe(part, part.wasSentToAnother(child.index(), nowNs, holdoffNs) ? KeptPart.REGION : child.index())) {
            child.repairBudget().take(nowNs, part.innerLength());
        }
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
}
