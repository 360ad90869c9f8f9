package io.trackmc.sim.core;

/**
 * Virtual time and what is due in it.
 *
 * <p>Time is in nanoseconds since the start of the run, from 0; it moves only when the next action is taken. Actions at
 * the same time run in the order in which they were added, so a run has exactly one history. Not thread-safe.
 *
 * <p>Millions of timers wait in a large world: they lie unordered in a ring of buckets by time, and only those of the bucket whose turn it
 * is are put in order.
 */
public final class EventQueue {

    private final NearEvents near = new NearEvents();
    private final LaterEvents later = new LaterEvents();
    private long nowNs;
    private long added;
    private long running;

    /** Nanoseconds since the start of the run. */
    public long nowNs() {
        return nowNs;
    }

    /** Number of actions that wait. */
    public int size() {
        return near.size() + later.size();
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
        long dueNs = Math.max(atNs, nowNs);
        if (later.isLater(dueNs)) {
            later.add(dueNs, added, action);
        } else {
            near.add(dueNs, added, action);
        }
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
        if (near.size() == 0 && later.size() > 0) {
            later.moveNextTo(near);
        }
        if (near.size() == 0 || near.firstNs() > limitNs) {
            nowNs = Math.max(nowNs, limitNs);
            return false;
        }
        nowNs = near.firstNs();
        running = near.firstOrder();
        near.removeFirst().run();
        return true;
    }
}
