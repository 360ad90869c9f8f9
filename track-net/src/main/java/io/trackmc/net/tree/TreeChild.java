package io.trackmc.net.tree;

import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildNeeds;
import io.trackmc.proto.tree.ChildReport;
import java.util.function.IntFunction;

/**
 * A child as its parent sees it, of what it reported last.
 *
 * @param id node id, unsigned
 * @param name of the child
 * @param repairHead whether it is a repair head; else a receiver
 * @param receivers in its subtree, itself included
 * @param behind packets of the stream that somebody in its subtree, or it, does not have yet
 * @param lossPartsPerMillion highest loss rate in its subtree
 * @param asked packets that it asked for
 * @param repairs made because it was the first to ask
 * @param rttMicros round-trip time to it, microseconds
 * @param since when it came, milliseconds since 1970 by the parent's clock; 0 for not known
 * @param from name of the parent that it had before and lost; empty for none, or not known
 * @param slowest name of the node in its subtree that has the least room
 * @param transportEpoch oldest that is installed in its subtree
 * @param contentEpoch oldest that is installed in its subtree; 0 without a receiver
 */
public record TreeChild(long id, String name, boolean repairHead, long receivers, long behind,
        long lossPartsPerMillion, long asked, long repairs, long rttMicros, long since, String from, String slowest,
        long transportEpoch, long contentEpoch) {

    private static final long LOSS_UNIT = 65_535;
    private static final long PARTS_PER_MILLION = 1_000_000;
    private static final long NS_PER_US = 1_000;

    /**
     * Of an engine's child, on its driver's thread.
     *
     * @param names by node id
     * @param highest highest sequence of the stream that is known to exist
     */
    public static TreeChild of(Child child, IntFunction<String> names, long highest, long since) {
        ChildReport report = child.report();
        ChildNeeds needs = child.needs();
        return new TreeChild(Integer.toUnsignedLong(child.id()), names.apply(child.id()), child.isRepairHead(),
                report.receiverCount(), Math.max(0, highest - report.subtreeCumAck()),
                report.worstLoss() * PARTS_PER_MILLION / LOSS_UNIT, needs.asked(), needs.repairs(),
                child.rtt().rttNs() / NS_PER_US, since, "", names.apply(report.slowest()), report.transportEpoch(),
                report.contentEpoch());
    }

    /** The same that had another parent before, by its name. */
    public TreeChild from(String parent) {
        return new TreeChild(id, name, repairHead, receivers, behind, lossPartsPerMillion, asked, repairs, rttMicros,
                since, parent, slowest, transportEpoch, contentEpoch);
    }
}
