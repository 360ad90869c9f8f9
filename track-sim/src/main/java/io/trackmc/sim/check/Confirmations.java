package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.sim.observe.WorldObserver;

import org.agrona.collections.Long2LongHashMap;

/**
 * What each receiver may at most confirm, by the rule of the session: what can have reached it, or what its application was given or said
 * itself. Judges nothing; other checkers ask it.
 */
public final class Confirmations implements WorldObserver {

    private static final long NOTHING = -1;

    private final ConfirmOn rule;
    private final Holdings holdings;
    private final Long2LongHashMap confirmed = new Long2LongHashMap(NOTHING);

    /** @param holdings an observer of the same world, added before this one */
    public Confirmations(ConfirmOn rule, Holdings holdings) {
        this.rule = rule;
        this.holdings = holdings;
    }

    /** Whether a receiver may confirm what its application has not seen. */
    boolean areOnReceipt() {
        return rule == ConfirmOn.RECEIVE;
    }

    /** Highest sequence that {@code receiver} may confirm. */
    public long upTo(int receiver) {
        return areOnReceipt() ? holdings.contiguous(receiver) : Math.max(0, confirmed.get(receiver));
    }

    /** What is before the first sequence of a receiver is none of its concern; what an earlier run confirmed does not count. */
    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (event instanceof EngineEvent.SessionOpened opened) {
            confirmed.put(node, opened.firstSequence() - 1);
        }
    }

    @Override
    public void onConfirmed(long atNs, int node, long sequence) {
        confirmed.put(node, Math.max(confirmed.get(node), sequence));
    }
}
