package io.trackmc.keys.controller.authority;

/**
 * Decides when the next rekey of a layer is made. Events wait for each other, an expulsion for nobody; but while the group is still
 * on its way to the epoch of the last rekey everything waits, because members have room for one epoch to come and no more. Who waits is
 * in one rekey then. A group that never tells how far it is, is waited for only so long.
 *
 * <p>Times are milliseconds of one clock. Not thread-safe.
 */
public final class RekeyPacer {

    /** Nothing will be due. */
    public static final long NEVER = Long.MAX_VALUE;

    private RekeyTriggers triggers;
    private int events;
    private long firstEventMs;
    private boolean urgent;
    private long lastRekeyMs;
    private long lastEpoch;
    private boolean underWay;

    /**
     * With what the policy says.
     *
     * @param nowMs from when on time is counted
     * @param epoch that is in use now
     */
    public RekeyPacer(RekeyTriggers triggers, long nowMs, long epoch) {
        this.triggers = triggers;
        this.lastRekeyMs = nowMs;
        this.lastEpoch = epoch;
    }

    /** From now on keys change when these say. */
    public void use(RekeyTriggers other) {
        triggers = other;
    }

    /** Somebody left, or came in a group whose past newcomers must not read. */
    public void event(long nowMs) {
        if (events == 0) {
            firstEventMs = nowMs;
        }
        events++;
    }

    /** Somebody was expelled, or keys were declared compromised. */
    public void urgentEvent(long nowMs) {
        event(nowMs);
        urgent = true;
    }

    /** A rekey was made. */
    public void made(long nowMs, long epoch) {
        events = 0;
        urgent = false;
        lastRekeyMs = nowMs;
        lastEpoch = epoch;
        underWay = true;
    }

    /** Nobody is there to make a rekey for: what waits goes on waiting until somebody comes. */
    void putOff(long nowMs) {
        events = 0;
        urgent = false;
        lastRekeyMs = nowMs;
        underWay = false;
    }

    /** The group sends under that epoch. */
    public void active(long epoch) {
        if (epoch >= lastEpoch) {
            underWay = false;
        }
    }

    /** Whether a rekey is due now. */
    public boolean isDue(long nowMs) {
        return dueMs() <= nowMs;
    }

    /** Whether what is due is urgent. */
    public boolean isUrgent() {
        return urgent;
    }

    /** Whether anybody came or went since the last rekey. */
    public boolean hasEvents() {
        return events > 0;
    }

    /** When the next rekey is due as things stand, or {@link #NEVER}. */
    public long dueMs() {
        long wantedMs = wantedMs();
        return underWay && wantedMs != NEVER ? Math.max(wantedMs, lastRekeyMs + triggers.patienceMs()) : wantedMs;
    }

    /** For how long a group that does not tell how far it is, is waited for. */
    long patienceMs() {
        return triggers.patienceMs();
    }

    private long wantedMs() {
        long scheduledMs = triggers.everyMs() == 0 ? NEVER : lastRekeyMs + triggers.everyMs();
        if (events == 0) {
            return scheduledMs;
        }
        boolean atOnce = urgent || events >= triggers.afterEvents();
        return Math.min(scheduledMs, atOnce ? firstEventMs : firstEventMs + triggers.eventsWaitMs());
    }
}
