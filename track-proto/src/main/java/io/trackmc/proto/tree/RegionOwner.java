package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.TrackMessage;
import java.util.function.IntConsumer;

/** What a role does when its children change or speak; called by {@link Region} within an input of the engine. */
public interface RegionOwner {

    /** Whether this is the source, which may repair for everybody on the data channel. */
    default boolean ownsDataChannel() {
        return false;
    }

    /** A child counts from now on. */
    void onChildBound(long nowNs, Child child);

    /** A child counts no more. Its report is still the last it sent. */
    void onChildGone(long nowNs, Child child, ChildLoss why);

    /** A child's report has been taken over. {@code track} is reused afterwards. */
    void onTrack(long nowNs, Child child, TrackMessage track);

    /** Tells {@code each} the ids of other parents that have said lately that they are connected and have room for such a child. */
    void otherParents(long nowNs, BindRole child, IntConsumer each);

    /** {@code child} asked for data sequences that are not in the store: {@code first..last}, within one window of the store. */
    void onMissing(long nowNs, Child child, long first, long last);

    /** {@code child} asks for parts of rekeys. */
    void onRekeyRequest(long nowNs, Child child, Ingress packet);

    /** {@code child}, or a receiver below it, says that the INNER with this digest passed the ICV and did not open. */
    void onBad(long nowNs, Child child, long sequence, byte[] digest);
}
