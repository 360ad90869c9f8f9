package io.trackmc.keys.transport.hop;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/** A datagram in a larger array, at an offset that is not 0, with a body of 8 bytes and optionally an INNER. */
final class Packet {

    static final int OFFSET = 5;
    static final int OUTER_LENGTH = OuterHeader.LENGTH + 8;

    final byte[] bytes = new byte[200];
    final byte[] digest = new byte[HopKeys.DIGEST_LENGTH + 1];
    private final int innerLength;
    int length;

    private Packet(int innerLength) {
        this.innerLength = innerLength;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 7);
        }
        OuterHeader.write(bytes, OFFSET, MessageType.TRACK, 0, OUTER_LENGTH);
    }

    static Packet withoutInner() {
        return new Packet(0);
    }

    static Packet withInner() {
        return new Packet(60);
    }

    Packet sealedBy(HopSealer sealer, HopKeys keys) {
        if (innerLength == 0) {
            length = sealer.seal(bytes, OFFSET, OUTER_LENGTH);
        } else {
            keys.digest(bytes, OFFSET + OUTER_LENGTH, innerLength, digest, 1);
            length = sealer.seal(bytes, OFFSET, OUTER_LENGTH, innerLength, digest, 1);
        }
        return this;
    }

    @Nullable
    DropReason verifiedBy(HopVerifier verifier) {
        return innerLength == 0
                ? verifier.verify(bytes, OFFSET, OUTER_LENGTH)
                : verifier.verify(bytes, OFFSET, OUTER_LENGTH, innerLength, digest, 1);
    }

    /** Puts other values into the fields that say who authenticated the packet, leaving the ICV. */
    Packet claiming(int classCode, int directionCode, int spi, int origin, long incarnation, long counter) {
        OuterHeader.writeSecurity(bytes, OFFSET, classCode, directionCode, spi, origin, incarnation, counter);
        return this;
    }

    int classCode() {
        return OuterHeader.classCode(bytes, OFFSET);
    }

    int directionCode() {
        return OuterHeader.directionCode(bytes, OFFSET);
    }

    int spi() {
        return OuterHeader.spi(bytes, OFFSET);
    }

    int origin() {
        return OuterHeader.origin(bytes, OFFSET);
    }

    long incarnation() {
        return OuterHeader.incarnation(bytes, OFFSET);
    }

    long counter() {
        return OuterHeader.counter(bytes, OFFSET);
    }
}
