package io.trackmc.proto.rekey;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import java.util.Arrays;

/**
 * Slices that children asked for, {@link io.trackmc.proto.protect.KeyUpdates#NO_SLICE} for a header, and this node lacks too: it asks
 * for them above. Bounded, in all and for each child; what does not fit is asked for again.
 *
 * <p>When all places are taken, a child that has fewer than another gets one of that one's, so that few who want a lot keep nobody out.
 *
 * <p>What there is of an old rekey a node cannot tell that lacks it, so a child may want what does not exist. What was asked for least
 * often comes first, so that this keeps nobody from what he needs.
 */
final class ChildWants {

    /** Most slices at a time. */
    static final int MAX_WANTS = 64;

    /** Most slices that one child may want at a time. */
    static final int MAX_OF_CHILD = 8;

    /** Requests for a slice after which it is left to the child to ask again. */
    static final int MAX_TRIES = 8;

    private static final int FIRST_PLACES = 8;

    private final Counters counters;
    private KeyLayer[] layers = {};
    private long[] rekeys = {};
    private int[] slices = {};
    private int[] children = {};
    private int[] tries = {};
    private int count;

    ChildWants(Counters counters) {
        this.counters = counters;
    }

    /** Adds a slice that a node asked for; returns whether it is new. */
    boolean add(KeyLayer layer, long rekey, int slice, int child) {
        if (find(layer, rekey, slice) >= 0) {
            return false;
        }
        if (countOf(child) == MAX_OF_CHILD || !hasPlaceFor(child)) {
            counters.drop(DropReason.NO_ROOM);
            return false;
        }
        if (count == layers.length) {
            grow();
        }
        layers[count] = layer;
        rekeys[count] = rekey;
        slices[count] = slice;
        children[count] = child;
        tries[count] = 0;
        count++;
        return true;
    }

    private void grow() {
        int places = Math.max(FIRST_PLACES, 2 * count);
        layers = Arrays.copyOf(layers, places);
        rekeys = Arrays.copyOf(rekeys, places);
        slices = Arrays.copyOf(slices, places);
        children = Arrays.copyOf(children, places);
        tries = Arrays.copyOf(tries, places);
    }

    boolean contains(KeyLayer layer, long rekey, int slice) {
        return find(layer, rekey, slice) >= 0;
    }

    void remove(KeyLayer layer, long rekey, int slice) {
        int known = find(layer, rekey, slice);
        if (known >= 0) {
            removeAt(known);
        }
    }

    /** The rekey of a layer of which something is wanted and was asked for least often, the lowest of those; 0 none. */
    long next(KeyLayer layer) {
        int found = -1;
        for (int i = 0; i < count; i++) {
            if (layers[i] == layer && (found < 0 || tries[i] < tries[found]
                    || (tries[i] == tries[found] && rekeys[i] < rekeys[found]))) {
                found = i;
            }
        }
        return found < 0 ? 0 : rekeys[found];
    }

    int count() {
        return count;
    }

    boolean isOf(int i, KeyLayer layer, long rekey) {
        return layers[i] == layer && rekeys[i] == rekey;
    }

    int slice(int i) {
        return slices[i];
    }

    /** Notes that what is wanted of a rekey is asked for; what was asked for too often is dropped. */
    void asked(KeyLayer layer, long rekey) {
        for (int i = count - 1; i >= 0; i--) {
            if (isOf(i, layer, rekey) && ++tries[i] >= MAX_TRIES) {
                removeAt(i);
            }
        }
    }

    /** Drops what belongs to rekeys below {@code rekey}. */
    void forgetBelow(KeyLayer layer, long rekey) {
        for (int i = count - 1; i >= 0; i--) {
            if (layers[i] == layer && rekeys[i] < rekey) {
                removeAt(i);
            }
        }
    }

    private boolean hasPlaceFor(int child) {
        if (count < MAX_WANTS) {
            return true;
        }
        int greedy = mostAsked(greediest());
        if (countOf(children[greedy]) <= countOf(child) + 1) {
            return false;
        }
        removeAt(greedy);
        counters.drop(DropReason.NO_ROOM);
        return true;
    }

    private int greediest() {
        int greediest = children[0];
        for (int i = 1; i < count; i++) {
            greediest = countOf(children[i]) > countOf(greediest) ? children[i] : greediest;
        }
        return greediest;
    }

    /** Of what a child wants, what was asked for most often: it may not exist. */
    private int mostAsked(int child) {
        int found = -1;
        for (int i = 0; i < count; i++) {
            if (children[i] == child && (found < 0 || tries[i] > tries[found])) {
                found = i;
            }
        }
        return found;
    }

    private int countOf(int child) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += children[i] == child ? 1 : 0;
        }
        return found;
    }

    private int find(KeyLayer layer, long rekey, int slice) {
        for (int i = 0; i < count; i++) {
            if (isOf(i, layer, rekey) && slices[i] == slice) {
                return i;
            }
        }
        return -1;
    }

    private void removeAt(int i) {
        count--;
        layers[i] = layers[count];
        rekeys[i] = rekeys[count];
        slices[i] = slices[count];
        children[i] = children[count];
        tries[i] = tries[count];
    }
}
