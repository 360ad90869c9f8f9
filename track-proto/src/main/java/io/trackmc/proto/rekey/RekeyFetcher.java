package io.trackmc.proto.rekey;

import io.trackmc.proto.feedback.ExponentialBackoff;
import io.trackmc.proto.feedback.NackTiming;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.RekeyRequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * When a child asks its parent for parts of the rekeys of one layer, and for which: the next header, the slice that the next rekey to be
 * applied needs, and what its own children have asked for.
 *
 * <p>A parent pushes most of it by itself. So a child waits a random while, like one that found a gap, and anything new of the layer puts
 * its question off; what is not answered is asked for again, ever less often.
 *
 * <p>What the parent says to this node alone is taken for true. What anybody with a group key can say is a hint: it is worth a few questions
 * after the very next rekey, and then another hint is, some time later. When the parent has not answered twice what hints were worth, and they go on, it may
 * be that it withholds something.
 */
final class RekeyFetcher {

    private static final long LONGEST_RETRY_NS = 500_000_000L;
    private static final int MAX_DOUBLINGS = 8;
    /** Ranges of missing chunks in one request, few enough that other entries fit. */
    private static final int MAX_RANGES = 40;
    /** Questions that are asked because of a hint alone. */
    static final int HINT_QUESTIONS = 3;
    /** Questions for what there certainly is after which a parent is in doubt. */
    private static final int STARVED_TRIES = 5;

    /** Fewer: whoever only relays takes what is behind a hole rather than look for another parent. */
    private static final int WITHHELD_TRIES = 3;
    /** The same of hints that were followed. */
    private static final int VAIN_HINTS = 2;
    /** How long a hint counts for that, so that those must go on. */
    private static final long HINT_NS = 1_000_000_000L;
    /** Candidates that are told apart when questions to them alternate; a power of two. */
    private static final int CANDIDATES = 16;

    private final KeyLayer layer;
    private final KeyUpdates updates;
    private final RekeyStore store;
    private final @Nullable ChildWants wants;
    private final int ownRegion;
    private final NackTiming timing;
    private final ExponentialBackoff backoff;
    private long told;
    private long toldEpoch;
    private boolean hinted;
    private int hintQuestions;
    private long hintsFromNs = Deadlines.NONE;
    private int vainHints;
    private long hintedNs;
    private long prefetched;
    private int tries;
    /** For each candidate a bit: set when the next question to it is not one of the children. */
    private int ownTurns;
    private long dueNs = Deadlines.NONE;

    /**
     * @param wants what children asked for; null for a receiver
     * @param ownRegion region that this node heads; -1 none
     */
    RekeyFetcher(KeyLayer layer, KeyUpdates updates, RekeyStore store, @Nullable ChildWants wants, int ownRegion,
            NackTiming timing, ExponentialBackoff backoff) {
        this.layer = layer;
        this.updates = updates;
        this.store = store;
        this.wants = wants;
        this.ownRegion = ownRegion;
        this.timing = timing;
        this.backoff = backoff;
    }

    /** The parent says to this node alone which rekey is its newest. */
    void told(long nowNs, long newest, long rttNs, int siblings) {
        told = newest;
        look(nowNs, rttNs, siblings);
    }

    /** The parent says to this node alone which epoch is in use: it may have got that from one which skipped rekeys, and know of none itself. */
    void toldEpoch(long nowNs, long epoch, long rttNs, int siblings) {
        toldEpoch = epoch;
        look(nowNs, rttNs, siblings);
    }

    /** Whether the parent has said which rekey is its newest, and that is here. */
    boolean isUpToDate() {
        return told > 0 && told <= updates.newest(layer);
    }

    /** Somebody with a group key says that there is a rekey of this number. */
    void hint(long nowNs, long newest, long rttNs, int siblings) {
        if (newest <= updates.newest(layer)) {
            return;
        }
        hintedNs = nowNs;
        if (!hinted && (hintsFromNs == Deadlines.NONE || Deadlines.isDue(hintsFromNs, nowNs))) {
            hinted = true;
            hintQuestions = 0;
            look(nowNs, rttNs, siblings);
        }
    }

    /** Another parent has other rekeys: it says by itself which. */
    void newParent(long nowNs, long rttNs, int siblings) {
        told = 0;
        toldEpoch = 0;
        // What the parent before said that there is may never have been.
        prefetched = Math.min(prefetched, updates.newest(layer));
        hinted = false;
        hintsFromNs = Deadlines.NONE;
        vainHints = 0;
        tries = 0;
        dueNs = Deadlines.NONE;
        look(nowNs, rttNs, siblings);
    }

    /** Looks again whether anything is missing. */
    void look(long nowNs, long rttNs, int siblings) {
        if (!isNeedy()) {
            dueNs = Deadlines.NONE;
            tries = 0;
        } else if (dueNs == Deadlines.NONE) {
            dueNs = Deadlines.after(nowNs, rttNs + backoff.drawNs(rttNs, siblings));
        }
    }

    /** Something new of this layer came: more may be on its way. */
    void arrived(long nowNs, long rttNs, int siblings) {
        tries = 0;
        hinted = false;
        hintsFromNs = Deadlines.NONE;
        vainHints = 0;
        dueNs = Deadlines.NONE;
        look(nowNs, rttNs, siblings);
    }

    /** A key is needed now, because packets came that nothing else opens. */
    void hasten(long nowNs) {
        if (isNeedy() && tries == 0) {
            dueNs = nowNs;
        }
    }

    /** Whether the parent has been asked again and again in vain: for what there certainly is, or, as long as hints go on, for what they speak of. */
    boolean isStarved(long nowNs) {
        boolean hints = vainHints >= VAIN_HINTS && nowNs - hintedNs <= HINT_NS;
        return hints || (isCertain() && tries >= STARVED_TRIES);
    }

    /** The same, not counting what only children have asked for. */
    int vainForItself() {
        return lacksAnnounced() || lacksSlice() ? tries : 0;
    }

    /** Whether the parent has told of rekeys that are not here, and was asked for the next of them a few times in vain. */
    boolean isNextWithheld() {
        return told > updates.newest(layer) && tries >= WITHHELD_TRIES;
    }

    long deadlineNs() {
        return dueNs;
    }

    boolean isNeedy() {
        return lacksHeader() || lacksSlice() || mayPrefetch() || (wants != null && wants.next(layer) != 0);
    }

    /** Writes the question that is due; false when there is none. */
    boolean fill(long nowNs, long rttNs, RekeyRequestMessage request) {
        if (!Deadlines.isDue(dueNs, nowNs)) {
            return false;
        }
        if (!isNeedy()) {
            dueNs = Deadlines.NONE;
            return false;
        }
        request.reset();
        request.layer(layer.code());
        compose(request);
        long retryNs = Math.min(LONGEST_RETRY_NS, timing.questionNs(rttNs) << Math.min(tries, MAX_DOUBLINGS));
        dueNs = Deadlines.after(nowNs, retryNs);
        tries++;
        if (hinted && ++hintQuestions == HINT_QUESTIONS) {
            hinted = false;
            hintsFromNs = Deadlines.after(nowNs, LONGEST_RETRY_NS);
            vainHints = Math.min(vainHints + 1, VAIN_HINTS);
        }
        return true;
    }

    /**
     * Writes a question to a parent that has gone on: what the next rekey still lacks, or else everything from the next rekey on; by
     * turns with what its own children have asked for, and no more of that than is missing. Answers are short and begin with the
     * oldest, so what is here already, or is wanted by children only, must not stand before what this node needs to be understood.
     */
    void fillStale(RekeyRequestMessage request, RegionPath path, int candidate) {
        long childrens = wants == null ? 0 : wants.next(layer);
        request.reset();
        request.layer(layer.code());
        if (childrens != 0 && isChildrensTurn(candidate)) {
            request.rekey(childrens);
            addChildrens(request, childrens);
            askForSomething(request);
            return;
        }
        long next = updates.applied(layer) + 1;
        request.rekey(next);
        if (lacksSlice()) {
            addMissing(request, next, updates.neededSlice(layer));
            for (int i = 0; i < path.count() && request.entryCount() < MAX_RANGES / 2; i++) {
                if (path.region(i) != updates.neededSlice(layer)) {
                    addMissing(request, next, path.region(i));
                }
            }
            askForSomething(request);
            return;
        }
        request.header(true).later(true);
        for (int i = 0; i < path.count() && request.entryCount() < RekeyRequestMessage.MAX_ENTRIES; i++) {
            request.add(path.region(i), 0, RekeyRequestMessage.WHOLE_SLICE);
        }
    }

    /** Parents are asked by turns too, and each must get both questions. */
    private boolean isChildrensTurn(int candidate) {
        int bit = 1 << (candidate & CANDIDATES - 1);
        boolean childrens = (ownTurns & bit) == 0;
        ownTurns ^= bit;
        return childrens;
    }

    private void compose(RekeyRequestMessage request) {
        long next = updates.applied(layer) + 1;
        long childrens = wants == null ? 0 : wants.next(layer);
        boolean forChildren = childrens != 0 && (!lacksSlice() || tries % 2 == 1);
        long rekey = forChildren ? childrens : lacksSlice() ? next
                : lacksHeader() ? updates.newest(layer) + 1 : updates.newest(layer);
        request.rekey(rekey).header(rekey > updates.newest(layer) || lacksHeader())
                .later(told > rekey);
        if (lacksSlice() && rekey == next) {
            addMissing(request, rekey, updates.neededSlice(layer));
        }
        if (forChildren) {
            addChildrens(request, rekey);
        }
        if (mayPrefetch() || (ownRegion > 0 && rekey > updates.newest(layer))) {
            request.add(ownRegion, 0, RekeyRequestMessage.SUBTREE);
            prefetched = request.later() ? told : rekey;
        }
        askForSomething(request);
    }

    /** A question names something; what was missing may have come meanwhile. */
    private static void askForSomething(RekeyRequestMessage request) {
        if (!request.header() && request.entryCount() == 0) {
            request.header(true);
        }
    }

    private void addMissing(RekeyRequestMessage request, long rekey, int slice) {
        KeptRekey kept = store.rekey(layer, rekey);
        KeptSlice known = kept == null ? null : kept.slice(slice);
        if (known == null) {
            request.add(slice, 0, RekeyRequestMessage.WHOLE_SLICE);
            return;
        }
        int first = known.next(0, false);
        for (int ranges = 0; first < known.count() && ranges < MAX_RANGES; ranges++) {
            int end = known.next(first, true);
            request.add(slice, first, end - first);
            first = known.next(end, false);
        }
    }

    private void addChildrens(RekeyRequestMessage request, long rekey) {
        if (wants == null) {
            return;
        }
        for (int i = 0; i < wants.count() && request.entryCount() < RekeyRequestMessage.MAX_ENTRIES / 2; i++) {
            if (!wants.isOf(i, layer, rekey)) {
                continue;
            }
            if (wants.slice(i) == KeyUpdates.NO_SLICE) {
                request.header(true);
            } else {
                addMissing(request, rekey, wants.slice(i));
            }
        }
        wants.asked(layer, rekey);
    }

    private boolean lacksHeader() {
        return hinted || lacksAnnounced();
    }

    /** Whether something is missing that is not only hinted at. */
    private boolean isCertain() {
        return lacksAnnounced() || lacksSlice() || (wants != null && wants.next(layer) != 0);
    }

    /** Whether the parent has told this node alone of a rekey whose header is not here, or of an epoch that only such a one brings. */
    private boolean lacksAnnounced() {
        return told > updates.newest(layer)
                || (toldEpoch > updates.installedEpoch(layer) && updates.applied(layer) == updates.newest(layer));
    }

    private boolean lacksSlice() {
        return updates.applied(layer) < updates.newest(layer) && !updates.holdsBack(layer)
                && updates.neededSlice(layer) != KeyUpdates.NO_SLICE;
    }

    /** What is below this node's own region is asked for once; what is lost of it, its children ask for. */
    private boolean mayPrefetch() {
        return ownRegion > 0 && prefetched < updates.newest(layer);
    }
}
