package io.trackmc.it.rogue;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import org.jspecify.annotations.Nullable;

/** A datagram with an OUTER without body fields, with or without an INNER. */
final class Datagram {

    private final byte[] bytes = new byte[2048];
    private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
    private final int innerLength;

    Datagram(MessageType type, byte[] inner) {
        innerLength = inner.length;
        OuterHeader.write(bytes, 0, type, 0, OuterHeader.LENGTH);
        System.arraycopy(inner, 0, bytes, OuterHeader.LENGTH, inner.length);
    }

    Datagram sealedBy(HopSealer sealer, HopKeys keys) {
        keys.digest(bytes, OuterHeader.LENGTH, innerLength, digest, 0);
        sealer.seal(bytes, 0, OuterHeader.LENGTH, innerLength, digest, 0);
        return this;
    }

    /** Puts another's name on it and leaves the ICV. */
    Datagram inTheNameOf(int origin, Incarnation run) {
        OuterHeader.writeSecurity(bytes, 0, OuterHeader.classCode(bytes, 0), OuterHeader.directionCode(bytes, 0),
                OuterHeader.spi(bytes, 0), origin, run.high(), OuterHeader.counter(bytes, 0));
        return this;
    }

    @Nullable
    DropReason verifiedBy(HopVerifier verifier) {
        return innerLength == 0 ? verifier.verify(bytes, 0, OuterHeader.LENGTH)
                : verifier.verify(bytes, 0, OuterHeader.LENGTH, innerLength, digest, 0);
    }
}
