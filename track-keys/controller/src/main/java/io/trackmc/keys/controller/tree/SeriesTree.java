package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.msa.EpochKey;
import java.util.List;

/**
 * What both trees say of the rekeys that they have made, and of the epoch before the newest.
 *
 * @param <E> an epoch of the layer
 */
public abstract sealed class SeriesTree<E extends EpochKey> implements AuthorityTree
        permits TransportTree, ContentTree {

    final RekeySeries series;
    final EpochBefore<E> before = new EpochBefore<>();

    SeriesTree(RekeySeries series) {
        this.series = series;
    }

    /** The newest epoch. Its key is this tree's and erased with the next rekey. */
    public abstract E epoch();

    /** The newest epoch, behind the one before while that is known. The keys are this tree's. */
    public final List<E> epochs() {
        return before.and(epoch());
    }

    @Override
    public final long epochNumber() {
        return series.epoch;
    }

    @Override
    public final boolean hasEpochBefore() {
        return before.isKnown();
    }

    @Override
    public final void forgetEpochBefore() {
        before.forget();
    }

    @Override
    public final int spi() {
        return series.spi;
    }

    @Override
    public final long changes() {
        return series.changes;
    }

    @Override
    public final void countChange() {
        series.changes++;
    }

    @Override
    public final long gid() {
        return series.gid;
    }

    @Override
    public final long sequence() {
        return series.sequence;
    }

    @Override
    public final RekeyAnchor anchor() {
        return series.anchor();
    }
}
