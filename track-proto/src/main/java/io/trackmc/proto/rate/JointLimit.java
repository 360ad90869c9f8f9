package io.trackmc.proto.rate;

import io.trackmc.proto.time.Deadlines;

/** A limit of an engine's own within one that it shares. What goes is taken here from its own; whoever sends for the engine takes all that it sends from the shared one. */
public final class JointLimit implements RateLimit {

    private final RateLimit own;
    private final SharedRate shared;
    private boolean ownIsOpen;
    private boolean sharedIsOpen;

    /** Of both. */
    public JointLimit(RateLimit own, SharedRate shared) {
        this.own = own;
        this.shared = shared;
    }

    @Override
    public boolean isOpen(long nowNs) {
        sharedIsOpen = shared.isOpen(nowNs);
        ownIsOpen = own.isOpen(nowNs);
        return ownIsOpen && sharedIsOpen;
    }

    @Override
    public void take(long nowNs, int bytes) {
        own.take(nowNs, bytes);
    }

    @Override
    public boolean isHeldByOthers() {
        return !sharedIsOpen;
    }

    @Override
    public long openAtNs() {
        if (sharedIsOpen) {
            return own.openAtNs();
        }
        return ownIsOpen ? shared.openAtNs() : Deadlines.later(own.openAtNs(), shared.openAtNs());
    }
}
