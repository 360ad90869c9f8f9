package io.trackmc.sim.core;

import java.util.PriorityQueue;

/**
 * Virtual time and what is due in it.
 *
 * <p>Time is in nanoseconds since the start of the run, from 0; it moves only when the next action is taken. Actions at
 * the same time run in the order in which they were added, so a run has exactly one history. Not thread-safe.
 */
public final class EventQueue {

    private record Entry(long atNs, long order, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long nowNs;
    private long added;

    /** Nanoseconds since the start of the run. */
    public long nowNs() {
        return nowNs;
    }

    /** Number of actions that wait. */
    public int size() {
        return entries.size();
    }

    /**
     * Adds an action.
     *
     * @param atNs when; in the past means now
     */
    public void at(long atNs, Runnable action) {
        entries.add(new Entry(Math.max(atNs, nowNs), added++, action));
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
        Entry next = entries.peek();
        if (next == null || next.atNs > limitNs) {
            nowNs = Math.max(nowNs, limitNs);
            return false;
        }
        entries.remove();
        nowNs = next.atNs;
        next.action.run();
        return true;
    }
}
