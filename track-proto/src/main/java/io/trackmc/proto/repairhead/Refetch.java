package io.trackmc.proto.repairhead;

import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.window.SequenceTracker;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Heals a repair head's store of INNERs that receivers could not open (security rules, "Cache poisoning").
 *
 * <p>Anybody in the group can authenticate a packet of the data channel, so the parent's copy may be as false as this one, and its
 * parent's. The complaint therefore goes up as it came, as BAD under the pair key, and each level that holds what is complained about
 * evicts it and passes the complaint on, up to the sender, whose copy is true. Until the answer comes under the pair key nothing else is
 * taken for that sequence. An answer with the same digest was checked by every level above, so who complained was wrong.
 *
 * <p>A complaint or an answer that is lost is sent again when a receiver asks again.
 */
final class Refetch {

    private final InnerStore store;
    private final SequenceTracker tracker;
    private final Wanted wanted;
    private final Upstream upstream;
    private final Region region;
    private final Complaints complaints;

    Refetch(InnerStore store, SequenceTracker tracker, Wanted wanted, Upstream upstream, Region region) {
        this.store = store;
        this.tracker = tracker;
        this.wanted = wanted;
        this.upstream = upstream;
        this.region = region;
        this.complaints = new Complaints(region.children().places());
    }

    /** A child says that the INNER with this digest did not open, there or below it. */
    void onBad(long nowNs, Child child, long sequence, byte[] digest) {
        complaints.closeThrough(oldestPlace() - 1);
        Complaint known = complaints.find(sequence);
        if (known != null) {
            join(nowNs, known, child, digest);
        } else if (!store.contains(sequence)) {
            if (tracker.nextMissing(sequence) == sequence) {
                begin(nowNs, child, sequence, digest);
            }
        } else if (holds(sequence, digest)) {
            begin(nowNs, child, sequence, digest);
        } else if (child.isRepairHead()) {
            // It has evicted its own and waits for this one. A receiver asks when it is time.
            region.answer(nowNs, child, sequence);
        }
    }

    /** Whether a sequence is taken only from the parent alone. */
    boolean isWaiting(long sequence) {
        return sequence >= oldestPlace() && complaints.find(sequence) != null;
    }

    /** A child asks for what is being fetched again: that complaint may have been lost. */
    void askAgain(Child child, long first, long last) {
        for (int i = 0; i < complaints.size(); i++) {
            Complaint complaint = complaints.get(i);
            if (complaint.sequence() >= first && complaint.sequence() <= last) {
                wanted.add(complaint.sequence(), child.index());
                upstream.reportBad(complaint.sequence(), complaint.digest());
            }
        }
    }

    /** The parent's copy of a sequence that {@link #isWaiting} is in the store. */
    void arrived(long nowNs, long sequence, byte[] digest) {
        Complaint complaint = complaints.find(sequence);
        if (complaint == null) {
            return;
        }
        if (!complaint.isAbout(digest)) {
            forgive(complaint.accusers());
        }
        answer(nowNs, complaint.waitingHeads(), sequence);
        complaints.close(sequence);
    }

    void clear() {
        complaints.clear();
    }

    private void begin(long nowNs, Child child, long sequence, byte[] digest) {
        if (complaints.isFull() || !child.credibility().charge(nowNs)) {
            return;
        }
        Complaint complaint = complaints.open(sequence, digest);
        complaint.accusers().set(child.index());
        store.evict(sequence);
        region.forgetRepair(sequence);
        await(complaint, child);
    }

    private void join(long nowNs, Complaint complaint, Child child, byte[] digest) {
        boolean charged = complaint.accusers().get(child.index());
        if (!charged && complaint.isAbout(digest) && child.credibility().charge(nowNs)) {
            complaint.accusers().set(child.index());
        }
        await(complaint, child);
    }

    private void await(Complaint complaint, Child child) {
        if (child.isRepairHead()) {
            complaint.waitingHeads().set(child.index());
        } else {
            wanted.add(complaint.sequence(), child.index());
        }
        upstream.reportBad(complaint.sequence(), complaint.digest());
    }

    private void forgive(BitSet accusers) {
        for (int i = accusers.nextSetBit(0); i >= 0; i = accusers.nextSetBit(i + 1)) {
            Child child = region.childAt(i);
            if (child != null) {
                child.credibility().wasRight();
            }
        }
    }

    private void answer(long nowNs, BitSet heads, long sequence) {
        for (int i = heads.nextSetBit(0); i >= 0; i = heads.nextSetBit(i + 1)) {
            Child child = region.childAt(i);
            if (child != null && child.isRepairHead()) {
                region.answer(nowNs, child, sequence);
            }
        }
    }

    private boolean holds(long sequence, byte[] digest) {
        int from = store.length(sequence);
        return Arrays.equals(store.bytes(sequence), from, from + digest.length, digest, 0, digest.length);
    }

    private long oldestPlace() {
        return tracker.highest() - store.capacity() + 1;
    }
}
