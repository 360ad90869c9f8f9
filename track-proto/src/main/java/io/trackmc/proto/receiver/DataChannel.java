package io.trackmc.proto.receiver;

import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.TrackMessage;
import org.jspecify.annotations.Nullable;

/** The data channel of one run of the source: what authenticates it, and when the source was last heard on it. */
final class DataChannel {

    private final HopKeys keys;
    private final int source;
    private Incarnation run = Incarnation.ZERO;
    private @Nullable HopVerifier verifier;
    private boolean heard;
    private int timestamp;
    private long heardNs;

    /** @param source node id of the source */
    DataChannel(HopKeys keys, int source) {
        this.keys = keys;
        this.source = source;
    }

    /** The source's run is known. Called once. */
    void open(Incarnation incarnation) {
        run = incarnation;
        verifier = keys.dataVerifier(source, incarnation);
    }

    /** Node id of the source. */
    int source() {
        return source;
    }

    /** Run of the source; ZERO until it is known. */
    Incarnation run() {
        return run;
    }

    /** Verifier of a packet that claims to be the source's, or null with the drop counted. */
    @Nullable
    HopVerifier verifierOf(Ingress packet) {
        HopVerifier known = verifier;
        if (packet.origin() != source) {
            packet.drop(DropReason.UNKNOWN_ORIGIN);
            return null;
        }
        if (known == null || packet.incarnation() != run.high()) {
            packet.drop(DropReason.WRONG_INCARNATION);
            return null;
        }
        return known;
    }

    /** A parent says up to where the source's counters are certain to be true. */
    void floor(int spi, long counter) {
        HopVerifier known = verifier;
        if (known != null) {
            known.floor(spi, counter);
        }
    }

    /** Forgets what the parent before said of the source's counters: it may have lied. */
    void liftFloors() {
        HopVerifier known = verifier;
        if (known != null) {
            known.liftFloors();
        }
    }

    /** @param sent the source's clock when it sent a packet that came in now, in microseconds, wrapping */
    void heard(long nowNs, int sent) {
        heard = true;
        timestamp = sent;
        heardNs = nowNs;
    }

    boolean isHeard() {
        return heard;
    }

    /** When the source was last heard; meaningless before {@link #isHeard}. */
    long heardNs() {
        return heardNs;
    }

    /** Puts into a Track what the source's clock must show now, less the way from there to here. */
    void echoInto(long nowNs, TrackMessage track) {
        if (heard) {
            track.senderEcho(timestamp + (int) ((nowNs - heardNs) / 1000));
        }
    }
}
