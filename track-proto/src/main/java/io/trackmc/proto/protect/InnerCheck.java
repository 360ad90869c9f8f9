package io.trackmc.proto.protect;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.wire.InnerHeader;
import org.jspecify.annotations.Nullable;

/** Checks of an INNER header that need no key, made before the ICV is computed. Its shape has been checked. */
public final class InnerCheck {

    private InnerCheck() {}

    /**
     * Judges an INNER.
     *
     * @param source the one source of the session
     * @param incarnation first 8 bytes of its confirmed incarnation
     * @return why it must be dropped, or null
     */
    public static @Nullable DropReason of(byte[] bytes, int offset, int source, long incarnation) {
        if (InnerHeader.source(bytes, offset) != source) {
            return DropReason.UNKNOWN_ORIGIN;
        }
        if (InnerHeader.incarnation(bytes, offset) != incarnation) {
            return DropReason.WRONG_INCARNATION;
        }
        if (InnerHeader.suite(bytes, offset) == InnerHeader.SUITE_NONE) {
            return DropReason.CLEAR_CONTENT;
        }
        return InnerHeader.authType(bytes, offset) == 0 ? null : DropReason.MALFORMED;
    }
}
