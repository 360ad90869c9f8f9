package io.trackmc.proto.sender;

import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.wire.CloseRecord;
import io.trackmc.proto.wire.InnerHeader;

/** The source's control stream: tells receivers, sealed as content is, how the session ends. */
final class ControlStream {

    private final HopKeys keys;
    private final ContentSealer sealer;
    private final ControlRecord control;

    ControlStream(HopKeys keys, ContentSealer sealer, ControlRecord control) {
        this.keys = keys;
        this.sealer = sealer;
        this.control = control;
    }

    /** Makes a close the newest record. Once a session, so it may allocate. */
    void close(int reason, long lastSequence) {
        byte[] inner = new byte[InnerHeader.LENGTH + CloseRecord.LENGTH + ContentSealer.TAG_LENGTH];
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        InnerHeader.write(
                inner,
                0,
                sealer.suite(),
                InnerHeader.STREAM_CONTROL,
                InnerHeader.TYPE_CONTROL,
                sealer.contentSpi(),
                keys.nodeId(),
                keys.incarnation().high(),
                control.sequence() + 1,
                CloseRecord.LENGTH);
        CloseRecord.write(inner, InnerHeader.LENGTH, reason, lastSequence);
        int length = sealer.seal(inner, 0, CloseRecord.LENGTH);
        keys.digest(inner, 0, length, digest, 0);
        control.set(control.sequence() + 1, inner, 0, length, digest, 0);
    }
}
