package io.trackmc.proto.repairhead;

import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.tree.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * The data channel of the present run of the source, as far as its packets are checked: their verifier, and the counter below which
 * they are replays.
 */
final class SourceChannel {

    private final HopKeys keys;
    private final int source;
    private final SessionState session;
    private @Nullable HopVerifier verifier;

    SourceChannel(HopKeys keys, int source, SessionState session) {
        this.keys = keys;
        this.source = source;
        this.session = session;
    }

    /** Takes packets of this run of the source, and of no other, from now on. */
    void open(Incarnation incarnation) {
        verifier = keys.dataVerifier(source, incarnation);
    }

    /** Which verifier a packet of the data channel must pass; null, with the drop counted, when it is not of this run. */
    @Nullable
    HopVerifier verifier(Ingress packet) {
        HopVerifier present = verifier;
        if (packet.origin() != source) {
            packet.drop(DropReason.UNKNOWN_ORIGIN);
            return null;
        }
        if (present == null || packet.incarnation() != session.incarnation().high()) {
            packet.drop(DropReason.WRONG_INCARNATION);
            return null;
        }
        return present;
    }

    /** Passed on: the children learn what this node's parent knows, a Heartbeat later at each level. */
    void floor(int spi, long counter) {
        HopVerifier present = verifier;
        if (present != null) {
            present.floor(spi, counter);
            session.sourceCounter(spi, counter);
        }
    }

    /** The parent before may have lied. */
    void forgetFloor() {
        HopVerifier present = verifier;
        if (present != null) {
            present.liftFloors();
            session.sourceCounter(0, 0);
        }
    }
}
