package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.msa.EpochKey;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The rekeys of a layer at a member of it: collects what concerns the member, and applies rekeys strictly in order, each whole or not at all. A
 * rekey for which the ring of epochs has no room waits. Not thread-safe.
 *
 * @param <S> key of an epoch
 */
public final class MemberRekeys<S extends Secret> implements LayerRekeys {

    /** Times of a next epoch that came with the bundle: nobody is waited for longer. */
    static final KeyChange BUNDLE_CHANGE = new KeyChange(0, TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(10));

    private static final int NEXT = 2;
    private static final int PREVIOUS = 0;

    private final RekeyTarget<S> target;
    private final RekeyChain chain;
    private MemberPath path;
    private final RekeyTools tools;
    private final @Nullable PendingRekey[] pending = new @Nullable PendingRekey[KeyUpdates.KEPT_REKEYS];
    private long applied;
    private long broken;
    private KeyChange change = BUNDLE_CHANGE;

    /**
     * Goes on from what a bundle holds.
     *
     * @param state its keys are taken out of it
     */
    public MemberRekeys(KeyLayer layer, long gid, RekeyState state, RekeyTarget<S> target) {
        this(new RekeyTools(layer, gid), state, target);
    }

    /**
     * The same with tools that others may share.
     *
     * @param state its keys are taken out of it
     */
    public MemberRekeys(RekeyTools tools, RekeyState state, RekeyTarget<S> target) {
        this.tools = tools;
        this.target = target;
        chain = new RekeyChain(tools, state.anchor(), target.ring().newest().epoch(), target::concerns);
        path = new MemberPath(state);
        applied = state.anchor().sequence();
    }

    @Override
    public long newest() {
        return chain.newest();
    }

    @Override
    public long applied() {
        return applied;
    }

    @Override
    public @Nullable DropReason header(byte[] inner, int offset, int length) {
        DropReason refused = chain.header(inner, offset, length, applied + KeyUpdates.KEPT_REKEYS);
        if (refused == null) {
            long sequence = RekeyPart.rekey(inner, offset);
            if (sequence > applied && pending[slot(sequence)] == null) {
                pending[slot(sequence)] = new PendingRekey(path, target::holdsRegion, chain::expel);
            }
        }
        return refused;
    }

    @Override
    public @Nullable DropReason chunk(byte[] inner, int offset, int length) {
        DropReason refused = chain.chunk(inner, offset, length);
        long sequence = refused == null ? RekeyPart.rekey(inner, offset) : 0;
        if (refused != null || sequence <= applied) {
            return refused;
        }
        PendingRekey rekey = pending[slot(sequence)];
        if (rekey == null
                || !rekey.take(inner, offset + InnerHeader.LENGTH, InnerHeader.contentLength(inner, offset))) {
            return DropReason.BAD_REKEY;
        }
        applyAll();
        return broken == sequence ? DropReason.BAD_REKEY : null;
    }

    @Override
    public int neededSlice() {
        PendingRekey next = next();
        return next == null || broken == applied + 1 ? KeyUpdates.NO_SLICE : next.neededSlice();
    }

    @Override
    public boolean holdsBack() {
        return isComplete() && !target.ring().hasRoom();
    }

    @Override
    public boolean tryApply() {
        long before = applied;
        applyAll();
        return applied > before;
    }

    @Override
    public @Nullable KeyChange pending() {
        return target.ring().at(NEXT) == null ? null : change;
    }

    @Override
    public void activate() {
        EpochKey next = target.ring().at(NEXT);
        if (next != null) {
            target.ring().activate(next.epoch());
        }
    }

    @Override
    public void retirePrevious() {
        if (hasPrevious()) {
            target.ring().retirePrevious();
        }
    }

    @Override
    public boolean hasPrevious() {
        return target.ring().at(PREVIOUS) != null;
    }

    @Override
    public boolean isAnnounced(int spi) {
        if (chain.nextSpi() == spi) {
            return true;
        }
        for (long sequence = applied + 1; sequence <= chain.newest(); sequence++) {
            KnownRekey rekey = chain.at(sequence);
            if (rekey != null && rekey.spi == spi) {
                return true;
            }
        }
        return false;
    }

    @Override
    public KeyRing<?> ring() {
        return target.ring();
    }

    @Override
    public int expelledCount() {
        return chain.expelled().size();
    }

    @Override
    public int expelled(int index) {
        return chain.expelled().at(index);
    }

    @Override
    public void requireSameAuthority(RekeyState state) {
        if (!chain.isOfSameAuthority(state.anchor())) {
            throw new IllegalArgumentException("another authority than before signs the rekeys");
        }
    }

    @Override
    public void goOn(RekeyState state) {
        destroy();
        path = new MemberPath(state);
        Arrays.fill(pending, null);
        chain.goOn(state.anchor(), target.ring().newest().epoch());
        applied = state.anchor().sequence();
        broken = 0;
        change = BUNDLE_CHANGE;
    }

    @Override
    public void destroy() {
        path.destroy();
    }

    private boolean isComplete() {
        PendingRekey next = next();
        return next != null && broken != applied + 1 && next.neededSlice() == KeyUpdates.NO_SLICE;
    }

    private void applyAll() {
        while (isComplete() && target.ring().hasRoom()) {
            if (!apply()) {
                broken = applied + 1;
            }
        }
    }

    private boolean apply() {
        KnownRekey header = chain.at(applied + 1);
        PendingRekey rekey = next();
        KeyRing<?> ring = target.ring();
        if (header == null || rekey == null || header.epochFrom != ring.newest().epoch()
                || ring.bySpi(header.spi) != null) {
            return false;
        }
        PathWalk walk = new PathWalk(path, rekey, header.sequence, tools);
        S key = target.newEpochKey();
        if (!walk.find(key)) {
            walk.discard();
            key.destroy();
            return false;
        }
        walk.commit();
        target.install(header.epochTo, header.spi, key, walk.interior(), walk.regions());
        change = header.change;
        applied = header.sequence;
        pending[slot(applied)] = null;
        return true;
    }

    private @Nullable PendingRekey next() {
        return pending[slot(applied + 1)];
    }

    private static int slot(long sequence) {
        return (int) (sequence % KeyUpdates.KEPT_REKEYS);
    }
}
