package io.trackmc.proto.aggregate;

import io.trackmc.proto.rate.RateReport;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;

/**
 * The slowest of the paths that the children tell of: what suppresses all other feedback on its way up the tree (RFC 4654 §2.5 does it by
 * random timers). What a child told last counts no longer than ten round trips, or eight of the intervals at which idle children report.
 */
public final class SlowestPath {

    private static final int LIFE_ROUND_TRIPS = 10;
    private static final int LIFE_INTERVALS = 8;

    private final ChildTable children;
    private final long idleIntervalNs;
    private final RateReport report = new RateReport();
    private long atNs;

    /** @param idleIntervalNs time between the Tracks of a child to which nothing happens */
    public SlowestPath(ChildTable children, long idleIntervalNs) {
        this.children = children;
        this.idleIntervalNs = idleIntervalNs;
    }

    /** Looks for it among the newest reports of the bound children; returns it, valid until the next time. */
    public RateReport find(long nowNs) {
        report.clear();
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.isBound() && child.rate().isBelow(report) && isFresh(nowNs, child)) {
                report.copy(child.rate());
                atNs = child.rateNs();
            }
        }
        return report;
    }

    /** As last found. */
    public RateReport report() {
        return report;
    }

    /** When it came; meaningless when nothing is told. */
    public long atNs() {
        return atNs;
    }

    private boolean isFresh(long nowNs, Child child) {
        long lifeNs = Math.max(LIFE_ROUND_TRIPS * child.rate().rttNs(), LIFE_INTERVALS * idleIntervalNs);
        return nowNs - child.rateNs() < lifeNs;
    }
}
