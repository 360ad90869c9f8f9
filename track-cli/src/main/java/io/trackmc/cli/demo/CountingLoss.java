package io.trackmc.cli.demo;

import io.trackmc.net.LossInjector;
import java.util.concurrent.atomic.AtomicLong;

/** Loses datagrams and counts them. The driver loses, anybody reads. */
public final class CountingLoss implements LossInjector {

    private final LossInjector loss;
    private final AtomicLong lost = new AtomicLong();

    /** Independent losses, another sequence of them for each node of one seed. */
    public CountingLoss(long seed, int node, double probability) {
        loss = LossInjector.ofNode(seed, node, probability);
    }

    @Override
    public boolean drops() {
        boolean drops = loss.drops();
        if (drops) {
            lost.setOpaque(lost.getPlain() + 1); // one writer
        }
        return drops;
    }

    /** Datagrams lost so far. */
    public long lost() {
        return lost.getOpaque();
    }
}
