package io.trackmc.receiver;

import io.trackmc.keys.payload.AesGcmContentOpener;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.net.node.Node;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receiver.ReceiverConfig;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.tree.ParentCandidate;
import io.trackmc.proto.wire.ConfirmOn;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine of each session. Each has an incarnation of its own, because a parent answers an attempt to bind only once in one;
 * the next is had from the state directory ahead of time and on another thread, because that waits for a disk.
 */
final class SessionMaker {

    private final ReceiverSetup setup;
    private final ContentKeys content;
    private final List<ParentCandidate> parents;
    private final Runnable wakeDriver;
    private final Runnable ended;
    private @Nullable CompletableFuture<NodeHopKeys> nextKeys;
    private @Nullable NodeHopKeys laterKeys;

    /**
     * @param wakeDriver makes another turn happen
     * @param ended told, on the driver's thread, when nothing will come any more
     */
    SessionMaker(ReceiverSetup setup, Runnable wakeDriver, Runnable ended) {
        this.setup = setup;
        this.content = new ContentKeys(setup.content());
        this.parents = setup.node().parents();
        this.wakeDriver = wakeDriver;
        this.ended = ended;
    }

    /** The engine of the first session. */
    ReceiverEngine first(NodeHopKeys keys) {
        return make(keys, Incarnation.ZERO);
    }

    /** The engine for a run of the source after {@code finished}; null when its incarnation is not there yet: a turn follows then. */
    @Nullable
    ReceiverEngine next(Incarnation finished) {
        CompletableFuture<NodeHopKeys> coming = nextKeys;
        if (coming == null) {
            NodeSetup node = setup.node();
            coming = CompletableFuture.supplyAsync(() -> Node.newRun(node));
            nextKeys = coming;
            var _ = coming.whenComplete((keys, error) -> wakeDriver.run());
        }
        if (!coming.isDone()) {
            return null;
        }
        nextKeys = null;
        eraseKeys();
        NodeHopKeys keys = coming.join();
        laterKeys = keys;
        return make(keys, finished);
    }

    boolean once() {
        return setup.once();
    }

    void wakeDriver() {
        wakeDriver.run();
    }

    void ended() {
        ended.run();
    }

    /** Erases the keys of sessions after the first, when no engine needs them any more. */
    void eraseKeys() {
        if (laterKeys != null) {
            laterKeys.destroy();
            laterKeys = null;
        }
    }

    private ReceiverEngine make(NodeHopKeys keys, Incarnation after) {
        NodeSetup node = setup.node();
        ConfirmOn least = setup.explicitConfirm() ? ConfirmOn.APPLICATION : ConfirmOn.RECEIVE;
        ReceiverConfig place = new ReceiverConfig(
                node.bundle().sourceId(), node.homeRegion(), parents, true, least, after);
        return new ReceiverEngine(
                keys, new AesGcmContentOpener(content), place, node.config().protocol(),
                RandomGenerator.of("L64X128MixRandom"));
    }
}
