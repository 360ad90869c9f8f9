package io.trackmc.proto.rekey;

import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.RekeyRequestMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in rekeys as a parent: {@link RekeyServer} hands them to children of its epochs, {@link StaleAnswers} to those that were left behind.
 */
public final class RekeyServing {

    private final KeyUpdates updates;
    private final RekeyServer server;
    private final @Nullable StaleAnswers staleAnswers;
    /** What children want that is not here; null where there is nobody above to ask for it. */
    private final @Nullable ChildWants wants;
    private final EngineScratch scratch;
    private RekeyAsking asking = NoQuestions.INSTANCE;

    RekeyServing(KeyUpdates updates, RekeyServer server, @Nullable StaleAnswers staleAnswers,
            @Nullable ChildWants wants,
            EngineScratch scratch) {
        this.updates = updates;
        this.server = server;
        this.staleAnswers = staleAnswers;
        this.wants = wants;
        this.scratch = scratch;
    }

    /** What children want and is not here is asked for so. */
    void asksBy(RekeyAsking above) {
        asking = above;
    }

    @Nullable
    ChildWants wants() {
        return wants;
    }

    /**
     * Takes in a verified RekeyRequest of a bound child.
     *
     * @return whether it asks for what is not kept here, or not known where rekeys are only relayed, and believes that only when it is told so alone
     */
    public boolean onRequest(long nowNs, Child child, Ingress packet) {
        RekeyRequestMessage request = scratch.received().rekeyRequest();
        if (!request.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return false;
        }
        if (staleAnswers != null && isBehind(child, OuterHeader.spi(packet.bytes(), packet.offset()))) {
            staleAnswers.answer(nowNs, child, request);
            asking.look(nowNs);
        } else {
            hintAt(nowNs, request);
            if (server.onRequest(nowNs, child, request)) {
                asking.look(nowNs);
            }
        }
        KeyLayer layer = KeyLayer.of(request.layer());
        return layer != null && isUnknown(layer, request.rekey());
    }

    private boolean isUnknown(KeyLayer layer, long rekey) {
        return rekey > updates.newest(layer)
                ? updates.installedEpoch(layer) == 0
                : server.header(layer, rekey) == null;
    }

    /** A child asks for a rekey that is new to this node too: it may know what this node's parent keeps to itself. */
    private void hintAt(long nowNs, RekeyRequestMessage asked) {
        KeyLayer layer = Objects.requireNonNull(KeyLayer.of(asked.layer()));
        if (asked.rekey() == updates.newest(layer) + 1) {
            asking.hint(nowNs, layer, asked.rekey());
        }
    }

    /** Whether a child asks under an epoch before the one that this parent speaks under, and has not said that it has the newer. */
    private boolean isBehind(Child child, int spi) {
        long active = updates.activeEpoch(KeyLayer.TRANSPORT);
        return updates.epochOf(KeyLayer.TRANSPORT, spi) < active && child.report().transportEpoch() < active;
    }

    /** Takes in a RekeyRequest under a key of no epoch; returns whether this node lacks something that children have asked for. */
    public boolean onStaleRequest(long nowNs, Path path, Ingress packet) {
        StaleAnswers answers = staleAnswers;
        if (answers == null) {
            packet.drop(DropReason.UNKNOWN_SPI);
            return false;
        }
        if (!answers.onRequest(nowNs, path, packet)) {
            return false;
        }
        asking.look(nowNs);
        return wants != null && wants.count() > 0;
    }

    /** Writes a part that children are owed. */
    public boolean poll(long nowNs, Transmit out) {
        return (staleAnswers != null && staleAnswers.poll(nowNs, out)) || server.poll(nowNs, out);
    }

    /** When {@link #poll} is due. */
    long nextDeadlineNs() {
        long dueNs = server.nextDeadlineNs();
        return staleAnswers == null ? dueNs : Deadlines.earlier(dueNs, staleAnswers.nextDeadlineNs());
    }

    /** The header of a rekey has come. */
    void onHeader(KeyLayer layer, long rekey, @Nullable KeptPart part) {
        server.push(part);
        if (wants != null) {
            wants.remove(layer, rekey, KeyUpdates.NO_SLICE);
            wants.forgetBelow(layer, rekey - KeyUpdates.KEPT_REKEYS + 1);
        }
    }

    /** A chunk has come: the whole region gets it if children want it, or if it is of their way to the root. */
    void onChunk(RekeyStore store, KeyLayer layer, long rekey, int slice, RegionPath path, @Nullable KeptPart part) {
        boolean wanted = wants != null && wants.contains(layer, rekey, slice);
        if (wanted || slice == KeyUpdates.INTERIOR_SLICE || path.contains(slice)) {
            server.push(part);
        }
        KeptRekey kept = wanted ? store.rekey(layer, rekey) : null;
        KeptSlice whole = kept == null ? null : kept.slice(slice);
        if (wants != null && whole != null && whole.isWhole()) {
            wants.remove(layer, rekey, slice);
        }
    }
}
