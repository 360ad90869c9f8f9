package io.trackmc.sim.drill;

import java.util.Locale;

/** What a drill can promise. Each is measured from outside the engines. */
public enum Promise {
    /** Messages of the stream that a receiver never got, added up over receivers. */
    MESSAGES_LOST(Unit.COUNT, false),
    /** Receivers that did not get everything that was sent while they were there. */
    INCOMPLETE_RECEIVERS(Unit.COUNT, false),
    /** From the fault to the first repair or data from the new parent, in 99 of 100 fail-overs. */
    FAILOVER_P99(Unit.TIME, false),
    /** Longest time that a running node was without a running parent. */
    LONGEST_ORPHANED(Unit.TIME, false),
    /** Nodes that had a new parent within twice the detection time, of all that lost theirs. */
    REPARENTED(Unit.PERCENT, true),
    /** Running nodes without a running parent when the source has sent its last message. */
    WITHOUT_PARENT(Unit.COUNT, false),
    /** Requests to the authorities since the source began. */
    AUTHORITY_REQUESTS(Unit.COUNT, false),
    /** Longest time that the source sent nothing although it had something to send. */
    SENDER_STALL(Unit.TIME, false),
    /** Most packets that the source had sent and could not forget yet. */
    PACKETS_KEPT(Unit.COUNT, false),
    /** Times that a node left a parent that was there and had its own, as when one that returns pulls its children back. */
    NEEDLESS_MOVES(Unit.COUNT, false),
    /** From the restart of the source to the first message of its new session, for the last receiver. */
    RESUMED_WITHIN(Unit.TIME, false),
    /** Changes of keys that were completed: the source sends under what they brought; of both layers, since it began. */
    REKEYS_COMPLETED(Unit.COUNT, true, true),
    /** Running nodes without the newest keys when the source has sent its last message. */
    KEYS_BEHIND(Unit.COUNT, false, true),
    /** From when it was asked that a receiver be expelled to the last packet that it could open, for the last of them. */
    EXPEL_WITHIN(Unit.TIME, false, true),
    /** Packets that the expelled tried to open, each with every key that it ever had, and could not. */
    EXPELLED_PACKETS_TRIED(Unit.COUNT, true, true),
    /** Packets that they opened all the same, of those that were sent under the keys that shut them out. */
    EXPELLED_COULD_READ(Unit.COUNT, false, true),
    /** From when the transport controller was told that keys are known to somebody else to the last forged packet that anybody took. */
    FORGED_WITHIN(Unit.TIME, false, true),
    /** Forged packets that were refused after that. */
    FORGERIES_REFUSED(Unit.COUNT, true, true),
    /** Of all keys that somebody else has, those that are still in force at the end. */
    STOLEN_IN_FORCE(Unit.COUNT, false, true),
    /** Times that a rule of the protocol was broken. */
    RULES_BROKEN(Unit.COUNT, false);

    /** What is measured. */
    enum Unit {
        COUNT,
        TIME,
        PERCENT
    }

    private static final double NS_PER_MS = 1e6;

    private final Unit unit;
    private final boolean atLeast;
    private final boolean ofKeys;

    Promise(Unit unit, boolean atLeast) {
        this(unit, atLeast, false);
    }

    Promise(Unit unit, boolean atLeast, boolean ofKeys) {
        this.unit = unit;
        this.atLeast = atLeast;
        this.ofKeys = ofKeys;
    }

    /** Whether it has to do with keys that change. */
    boolean isOfKeys() {
        return ofKeys;
    }

    /** Its name in a drill file and in reports. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Unit unit() {
        return unit;
    }

    /** Unit of a value in reports: nothing for a number, {@code ms} or {@code percent}. */
    public String reportUnit() {
        return switch (unit) {
            case COUNT -> "";
            case TIME -> "ms";
            case PERCENT -> "percent";
        };
    }

    /** A value in the unit of reports. */
    public double inReportUnit(double value) {
        return unit == Unit.TIME ? value / NS_PER_MS : value;
    }

    boolean isAtLeast() {
        return atLeast;
    }

    /** A value as people read it: numbers plain, times in milliseconds, shares in per cent. */
    public String describe(double value) {
        return switch (unit) {
            case COUNT -> String.format(Locale.ROOT, "%d", (long) value);
            case TIME -> String.format(Locale.ROOT, "%.1f ms", value / NS_PER_MS);
            case PERCENT -> String.format(Locale.ROOT, "%.2f %%", value);
        };
    }
}
