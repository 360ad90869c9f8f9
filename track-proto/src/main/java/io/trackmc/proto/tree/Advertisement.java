package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindRole;

/** Writes what a parent tells of itself: to its region from time to time, and to whoever asks. */
final class Advertisement {

    private final HopKeys keys;
    private final HopSealer sealer;
    private final Admission admission;
    private final SessionState session;
    private final int region;
    private final int unicastPort;
    private final AdvertiseMessage advertise;

    Advertisement(HopKeys keys, Admission admission, SessionState session, int region, int unicastPort,
            EngineScratch scratch) {
        this.advertise = scratch.written().advertise();
        this.keys = keys;
        this.sealer = keys.dataSealer();
        this.admission = admission;
        this.session = session;
        this.region = region;
        this.unicastPort = unicastPort;
    }

    /** For all who listen to the region's channel. */
    void write(Transmit out) {
        fill();
        out.multicast(Transmit.Destination.REGION, seal(out.bytes()));
    }

    /** For one who asked, {@code dally} microseconds ago. */
    void answer(Transmit out, Endpoint asker, int askerId, int token, int dally) {
        fill();
        advertise.answer(askerId, token, dally);
        out.unicast(asker, seal(out.bytes()));
    }

    private void fill() {
        advertise.reset();
        advertise
                .incarnationTail(keys.incarnation().low())
                .region(region)
                .unicastPort(unicastPort)
                .level(session.level())
                .receiverSlots(admission.freeSlots(BindRole.RECEIVER))
                .repairHeadSlots(admission.freeSlots(BindRole.REPAIR_HEAD));
    }

    private int seal(byte[] datagram) {
        return sealer.seal(datagram, 0, advertise.write(datagram, 0));
    }
}
