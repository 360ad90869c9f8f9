package io.trackmc.receiver;

import io.trackmc.keys.payload.AesGcmContentOpener;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.payload.ContentQuestion;
import io.trackmc.keys.payload.ContentRekeys;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.net.authority.ContentRegistration;
import io.trackmc.net.node.ChangingKeys;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.net.node.Reregistration;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.receiver.ReceiverConfig;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.tree.ParentCandidate;
import io.trackmc.proto.wire.ConfirmOn;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine of each session. Each has an incarnation of its own, because a parent answers an attempt to bind only once in one;
 * the next is had from the state directory ahead of time and on another thread, because that waits for a disk. Keys go on from session to
 * session as rekeys have made them; they are touched on the driver's thread alone.
 */
final class SessionMaker {

    private final ReceiverSetup setup;
    private final ContentKeys content;
    /** One for all sessions: what is measured in one goes on in the next. */
    private final EngineScratch scratch = new EngineScratch();
    private final List<ParentCandidate> parents;
    private final Runnable wakeDriver;
    private final Runnable ended;
    private final Consumer<RuntimeException> refused;
    private final Consumer<KeyLayer> leftBehind;
    private NodeRekeys rekeys = NodeRekeys.NONE;
    private @Nullable CompletableFuture<Incarnation> nextRun;
    private @Nullable NodeHopKeys hopKeys;

    /**
     * @param wakeDriver makes another turn happen
     * @param ended told, on the driver's thread, when nothing will come any more
     * @param refused told instead, and why, when the node has no keys any more
     * @param leftBehind told when only an authority can give it the keys of a layer
     */
    SessionMaker(ReceiverSetup setup, Runnable wakeDriver, Runnable ended, Consumer<RuntimeException> refused,
            Consumer<KeyLayer> leftBehind) {
        this.setup = setup;
        this.content = new ContentKeys(setup.content());
        this.parents = setup.node().parents();
        this.wakeDriver = wakeDriver;
        this.ended = ended;
        this.refused = refused;
        this.leftBehind = leftBehind;
    }

    /** What lets the keys of the node change. */
    ChangingKeys changing(NodeHopKeys keys) {
        NodeSetup node = setup.node();
        return ChangingKeys.of(node, ContentRekeys.forMember(node.bundle(), keys, setup.content(), content), keys,
                content.keyRing(), setup.content().rekey() != null);
    }

    /** The engine of the first session. */
    ReceiverEngine first(NodeHopKeys keys, NodeRekeys changing) {
        hopKeys = keys;
        rekeys = changing;
        return make(keys, Incarnation.ZERO);
    }

    /** The engine for a run of the source after {@code finished}; null when its incarnation is not there yet: a turn follows then. */
    @Nullable
    ReceiverEngine next(Incarnation finished) {
        CompletableFuture<Incarnation> coming = nextRun;
        if (coming == null) {
            coming = CompletableFuture.supplyAsync(setup.node().incarnations()::next);
            nextRun = coming;
            var _ = coming.whenComplete((run, error) -> wakeDriver.run());
        }
        if (!coming.isDone()) {
            return null;
        }
        nextRun = null;
        NodeHopKeys next = Objects.requireNonNull(hopKeys).nextRun(coming.join());
        hopKeys = next;
        return make(next, finished);
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

    void refused(RuntimeException why) {
        refused.accept(why);
    }

    void leftBehind(KeyLayer layer) {
        leftBehind.accept(layer);
    }

    /** Where content keys come from while the receiver runs. */
    Reregistration.Source contentKeys(ChangingKeys keys) {
        return () -> {
            ContentBundle given = ContentRegistration.ask(setup.node().config(), setup.content().gid(),
                    setup.node().keyRequests(), ContentQuestion::of);
            return new Reregistration.Given(() -> ContentRekeys.renew(keys.content(), content, given), given::destroy);
        };
    }

    /** Erases the keys of the last session, when no engine needs them any more, and what content rekeys have brought. */
    void eraseKeys() {
        if (hopKeys != null) {
            hopKeys.destroy();
        }
        content.destroy();
    }

    private ReceiverEngine make(NodeHopKeys keys, Incarnation after) {
        NodeSetup node = setup.node();
        ConfirmOn least = setup.explicitConfirm() ? ConfirmOn.APPLICATION : ConfirmOn.RECEIVE;
        ReceiverConfig place = new ReceiverConfig(
                node.bundle().sourceId(), node.homeRegion(), parents, true, least, after);
        return new ReceiverEngine(
                keys, new AesGcmContentOpener(content), rekeys, place, node.config().protocol(),
                RandomGenerator.of("L64X128MixRandom"), scratch);
    }
}
