package io.trackmc.proto.sender;

import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.wire.CloseRecord;
import io.trackmc.proto.wire.EpochRecord;
import io.trackmc.proto.wire.InnerHeader;

/** The source's control stream: tells receivers, sealed as content is, how the session ends, and where content epochs begin. */
final class ControlStream {

    private final HopKeys keys;
    private final ContentSealer sealer;
    private final ControlRecord control;

    ControlStream(HopKeys keys, ContentSealer sealer, ControlRecord control) {
        this.keys = keys;
        this.sealer = sealer;
        this.control = control;
    }

    /** Makes a close the newest record. */
    void close(int reason, long lastSequence) {
        byte[] inner = newInner(CloseRecord.LENGTH);
        CloseRecord.write(inner, InnerHeader.LENGTH, reason, lastSequence);
        seal(inner, CloseRecord.LENGTH);
    }

    /** Makes the newest record one under the epoch in use, in which nothing up to {@code lastSequence} is sealed. */
    void markEpoch(long lastSequence) {
        byte[] inner = newInner(EpochRecord.LENGTH);
        EpochRecord.write(inner, InnerHeader.LENGTH, lastSequence);
        seal(inner, EpochRecord.LENGTH);
    }

    /** Once a session and epoch, so it may allocate. */
    private static byte[] newInner(int contentLength) {
        return new byte[InnerHeader.LENGTH + contentLength + ContentSealer.TAG_LENGTH];
    }

    private void seal(byte[] inner, int contentLength) {
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
                contentLength);
        int length = sealer.seal(inner, 0, contentLength);
        keys.digest(inner, 0, length, digest, 0);
        control.set(control.sequence() + 1, inner, 0, length, digest, 0);
    }
}
