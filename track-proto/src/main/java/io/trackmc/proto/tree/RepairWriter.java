package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.wire.RDataHeader;

/** Writes RData: the INNER as it came from the source, under a fresh OUTER of this hop. */
final class RepairWriter {

    private RepairWriter() {}

    /** Repair on a multicast channel. */
    static void multicast(
            Transmit out,
            Transmit.Destination destination,
            HopSealer sealer,
            byte[] inner,
            int innerLength,
            byte[] digest,
            int digestOffset) {
        out.multicast(destination, write(out.bytes(), sealer, inner, innerLength, digest, digestOffset));
    }

    /** Repair to one child. */
    static void unicast(
            Transmit out,
            Endpoint endpoint,
            HopSealer sealer,
            byte[] inner,
            int innerLength,
            byte[] digest,
            int digestOffset) {
        out.unicast(endpoint, write(out.bytes(), sealer, inner, innerLength, digest, digestOffset));
    }

    private static int write(
            byte[] datagram, HopSealer sealer, byte[] inner, int innerLength, byte[] digest, int digestOffset) {
        int outerLength = RDataHeader.write(datagram, 0);
        System.arraycopy(inner, 0, datagram, outerLength, innerLength);
        return sealer.seal(datagram, 0, outerLength, innerLength, digest, digestOffset);
    }
}
