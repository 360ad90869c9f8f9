package io.trackmc.sim.core;

import java.util.Arrays;

/**
 * What is due next, in exact order: a heap with four children to a node, in arrays, so that times are compared without a look at each action.
 * Actions at the same time come in the order of their numbers.
 */
final class NearEvents {

    private static final int FIRST_CAPACITY = 256;
    private static final int SHIFT = 2;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] orders = new long[FIRST_CAPACITY];
    private Runnable[] actions = new Runnable[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /** When the first is due; only when there is one. */
    long firstNs() {
        return times[0];
    }

    /** Number of the first; only when there is one. */
    long firstOrder() {
        return orders[0];
    }

    void add(long atNs, long order, Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        rise(size++, atNs, order, action);
    }

    /** Takes out the first; only when there is one. */
    @SuppressWarnings("NullAway") // A place behind the last action holds none.
    Runnable removeFirst() {
        Runnable first = actions[0];
        int last = --size;
        Runnable moved = actions[last];
        actions[last] = null;
        if (last > 0) {
            sink(times[last], orders[last], moved);
        }
        return first;
    }

    /** Puts an action at a free leaf or above it. */
    private void rise(int from, long time, long order, Runnable action) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >> SHIFT;
            if (times[parent] < time || (times[parent] == time && orders[parent] < order)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        put(at, time, order, action);
    }

    /** Puts an action at the free root or below it. */
    private void sink(long time, long order, Runnable action) {
        int at = 0;
        int child = earliestChild(at);
        while (child < size && (times[child] < time || (times[child] == time && orders[child] < order))) {
            move(child, at);
            at = child;
            child = earliestChild(at);
        }
        put(at, time, order, action);
    }

    private int earliestChild(int parent) {
        int first = (parent << SHIFT) + 1;
        int end = Math.min(first + (1 << SHIFT), size);
        int earliest = first;
        for (int i = first + 1; i < end; i++) {
            if (times[i] < times[earliest] || (times[i] == times[earliest] && orders[i] < orders[earliest])) {
                earliest = i;
            }
        }
        return earliest;
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], actions[from]);
    }

    private void put(int at, long time, long order, Runnable action) {
        times[at] = time;
        orders[at] = order;
        actions[at] = action;
    }
}
