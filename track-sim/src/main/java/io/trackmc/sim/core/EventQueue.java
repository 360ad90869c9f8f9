package io.trackmc.sim.core;

import java.util.Arrays;

/**
 * Virtual time and what is due in it.
 *
 * <p>Time is in nanoseconds since the start of the run, from 0; it moves only when the next action is taken. Actions at
 * the same time run in the order in which they were added, so a run has exactly one history. Not thread-safe.
 *
 * <p>A heap with four children to a node, in arrays: hundreds of thousands of timers wait in a large world, and their times must be
 * compared without a look at each timer.
 */
public final class EventQueue {

    private static final int FIRST_CAPACITY = 256;
    private static final int SHIFT = 2;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] orders = new long[FIRST_CAPACITY];
    private Runnable[] actions = new Runnable[FIRST_CAPACITY];
    private int size;
    private long nowNs;
    private long added;
    private long running;

    /** Nanoseconds since the start of the run. */
    public long nowNs() {
        return nowNs;
    }

    /** Number of actions that wait. */
    public int size() {
        return size;
    }

    /** Number of the action that runs now, or ran last. */
    public long running() {
        return running;
    }

    /**
     * Adds an action.
     *
     * @param atNs when; in the past means now
     * @return its number, which no other action has
     */
    public long at(long atNs, Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        rise(size++, Math.max(atNs, nowNs), added, action);
        return added++;
    }

    /** Adds an action {@code delayNs} from now. */
    public void after(long delayNs, Runnable action) {
        at(nowNs + delayNs, action);
    }

    /**
     * Moves time to the next action and runs it, unless that lies beyond {@code limitNs}; then time moves to the limit.
     *
     * @return whether an action was run
     */
    public boolean step(long limitNs) {
        if (size == 0 || times[0] > limitNs) {
            nowNs = Math.max(nowNs, limitNs);
            return false;
        }
        nowNs = times[0];
        running = orders[0];
        removeFirst().run();
        return true;
    }

    @SuppressWarnings("NullAway") // A place behind the last action holds none.
    private Runnable removeFirst() {
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
